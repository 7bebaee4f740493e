/** Tokens: signing keys, what tokens say, the token endpoint with its grants, discovery, and the check of tokens on every request. */
package woad.identity.tokens;

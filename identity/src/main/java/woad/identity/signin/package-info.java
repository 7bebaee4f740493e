/** How people sign in: the pages, their passwords with lock-out, browser sessions, device codes, signing out. */
package woad.identity.signin;

package woad.platform.web;

/** HTTP methods in use. */
public enum Method { GET, HEAD, POST, PUT, PATCH, MERGE, DELETE, OPTIONS }

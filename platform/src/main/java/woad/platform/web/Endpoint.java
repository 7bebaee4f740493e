package woad.platform.web;

/**
 * One operation of a service. Every endpoint of the cloud is such a value, so that tests can list them all.
 *
 * @param name      unique in its service, for logs and tests: {@code VirtualMachines_CreateOrUpdate}
 * @param bodyLimit most bytes its body may have; 0 where it takes none
 */
public record Endpoint(String name, Method method, PathPattern path, Access access, long bodyLimit, Handler handler) {
    /** What a JSON body may have at most: 4 MiB, as in Azure Resource Manager. */
    public static final long JSON_LIMIT = 4L << 20;

    /** An operation without a body. */
    public static Endpoint of(String name, Method method, String path, Access access, Handler handler) {
        return new Endpoint(name, method, PathPattern.of(path), access, 0, handler);
    }

    /** An operation with a JSON or form body. */
    public static Endpoint withBody(String name, Method method, String path, Access access, Handler handler) {
        return new Endpoint(name, method, PathPattern.of(path), access, JSON_LIMIT, handler);
    }
}

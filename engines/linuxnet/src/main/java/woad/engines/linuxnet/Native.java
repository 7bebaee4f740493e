package woad.engines.linuxnet;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The few calls of the C library that Java has no words for; each returns what C returns. */
final class Native {

    static final int O_RDONLY = 0;
    static final int O_CLOEXEC = 0x80000;
    static final int CLONE_NEWNET = 0x40000000;
    static final int AF_PACKET = 17;
    static final int SOCK_RAW = 3;

    private static final Linker LINKER = Linker.nativeLinker();
    /** open(2) takes its third argument variadically: the linker must know where the fixed ones end. */
    private static final MethodHandle OPEN = LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow("open"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle SETNS = handle("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SOCKET = handle("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SENDTO = handle("sendto",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));

    private Native() {}

    static int open(MemorySegment path, int flags) {
        try {
            return (int) OPEN.invokeExact(path, flags);
        } catch (Throwable failure) {
            throw new AssertionError(failure);
        }
    }

    static int close(int descriptor) {
        try {
            return (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable failure) {
            throw new AssertionError(failure);
        }
    }

    static int setns(int descriptor, int kind) {
        try {
            return (int) SETNS.invokeExact(descriptor, kind);
        } catch (Throwable failure) {
            throw new AssertionError(failure);
        }
    }

    static int socket(int family, int type, int protocol) {
        try {
            return (int) SOCKET.invokeExact(family, type, protocol);
        } catch (Throwable failure) {
            throw new AssertionError(failure);
        }
    }

    static long sendto(int descriptor, MemorySegment data, int flags, MemorySegment address) {
        try {
            return (long) SENDTO.invokeExact(descriptor, data, data.byteSize(), flags, address, (int) address.byteSize());
        } catch (Throwable failure) {
            throw new AssertionError(failure);
        }
    }

    private static MethodHandle handle(String name, FunctionDescriptor shape) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape);
    }
}

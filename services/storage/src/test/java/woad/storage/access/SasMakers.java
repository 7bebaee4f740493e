package woad.storage.access;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Makers of signatures, one for each version of the service, each with a copy of the Azure SDK that knows no other. */
final class SasMakers {
    private static final Map<String, Function<Map<String, String>, String>> BY_VERSION = new ConcurrentHashMap<>();

    private SasMakers() {}

    static String make(String version, Map<String, String> wanted) {
        return BY_VERSION.computeIfAbsent(version, SasMakers::maker).apply(wanted);
    }

    @SuppressWarnings("unchecked")
    private static Function<Map<String, String>, String> maker(String version) {
        String property = "AZURE_STORAGE_SAS_SERVICE_VERSION";
        System.setProperty(property, version);
        try {
            Class<?> maker = new OwnCopy().loadClass(SasMaker.class.getName());
            var made = (Function<Map<String, String>, String>) maker.getDeclaredConstructor().newInstance();
            made.apply(Map.of("what", "account", "key", "QQ==", "sp", "r", "ss", "b", "srt", "o", "se", "2030-01-01T00:00:00Z"));
            made.apply(Map.of("what", "container", "key", "QQ==", "sp", "r", "se", "2030-01-01T00:00:00Z"));
            made.apply(Map.of("what", "directory", "key", "QQ==", "sp", "r", "se", "2030-01-01T00:00:00Z", "path", "a"));
            made.apply(Map.of("what", "queue", "key", "QQ==", "sp", "r", "se", "2030-01-01T00:00:00Z"));
            return made;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        } finally {
            System.clearProperty(property);
        }
    }

    /** Loads the SDK and its maker anew, and nothing else. */
    private static final class OwnCopy extends ClassLoader {
        private OwnCopy() {
            super(SasMakers.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            boolean own = name.startsWith("com.azure.") || name.startsWith(SasMaker.class.getName()) && !name.startsWith(SasMakers.class.getName())
                    || name.startsWith(SdkRequests.class.getName());
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : own ? define(name) : super.loadClass(name, resolve);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}

package woad.launcher.doctor;

import java.io.IOException;

/** One look at the computer. */
@FunctionalInterface
interface Check {
    Finding look() throws IOException;
}

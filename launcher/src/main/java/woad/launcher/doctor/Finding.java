package woad.launcher.doctor;

/**
 * What one check found.
 *
 * @param mend what to do; empty where all is well
 */
public record Finding(String check, Verdict verdict, String detail, String mend) {

    /** WARN: something will not work or not well; FAIL: the cloud cannot run. */
    public enum Verdict { PASS, WARN, FAIL }

    static Finding pass(String check, String detail) {
        return new Finding(check, Verdict.PASS, detail, "");
    }

    static Finding warn(String check, String detail, String mend) {
        return new Finding(check, Verdict.WARN, detail, mend);
    }

    static Finding fail(String check, String detail, String mend) {
        return new Finding(check, Verdict.FAIL, detail, mend);
    }
}

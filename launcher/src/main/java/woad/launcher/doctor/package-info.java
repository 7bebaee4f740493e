/** Checks of the computer before and while a cloud runs on it; each says what is wrong and how to mend it. */
package woad.launcher.doctor;

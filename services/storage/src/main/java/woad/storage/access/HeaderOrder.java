package woad.storage.access;

import java.util.Comparator;

/**
 * The order in which the service sorts the names of {@code x-ms-} headers for a signature: that of words, not of characters. A hyphen
 * counts only between names that are the same without it, and punctuation comes before digits before letters. The clients that Azure
 * publishes sort so; others sort by characters, which is the same where no name has a hyphen in the place of another name's letter.
 */
final class HeaderOrder {
    private static final String WEIGHTS = "!#$%&*.^_`|~+0123456789abcdefghijklmnopqrstuvwxyz";

    /** Of names in lower case. */
    static final Comparator<String> WORDS = HeaderOrder::compare;

    private HeaderOrder() {}

    private static int compare(String left, String right) {
        int i = 0;
        int j = 0;
        while (true) {
            i = skip(left, i);
            j = skip(right, j);
            if (i == left.length() || j == right.length()) {
                break;
            }
            int order = Integer.compare(WEIGHTS.indexOf(left.charAt(i)), WEIGHTS.indexOf(right.charAt(j)));
            if (order != 0) {
                return order;
            }
            i++;
            j++;
        }
        int order = Boolean.compare(i < left.length(), j < right.length());
        return order != 0 ? order : byHyphens(left, right);
    }

    private static int skip(String name, int from) {
        int i = from;
        while (i < name.length() && WEIGHTS.indexOf(name.charAt(i)) < 0) {
            i++;
        }
        return i;
    }

    /** Of names that are the same but for their hyphens: the one whose first hyphen comes later is first. */
    private static int byHyphens(String left, String right) {
        for (int i = 0; i < Math.min(left.length(), right.length()); i++) {
            boolean here = WEIGHTS.indexOf(left.charAt(i)) < 0;
            boolean there = WEIGHTS.indexOf(right.charAt(i)) < 0;
            if (here != there) {
                return here ? 1 : -1;
            }
        }
        int order = Integer.compare(left.length(), right.length());
        return order != 0 ? order : left.compareTo(right);
    }
}

package woad.storage.blob;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/** Which pages of a page blob were written, and which of them since a snapshot. Source: Get Page Ranges. */
record PageRanges(List<Range> ranges) {

    /**
     * @param end     exclusive
     * @param cleared whether the pages were written before and are no longer
     */
    record Range(long start, long end, boolean cleared) {}

    /** The written pages. */
    static PageRanges of(List<ExtentTable.Run> runs) {
        List<Range> ranges = new ArrayList<>();
        runs.forEach(run -> add(ranges, new Range(run.start(), run.end(), false)));
        return new PageRanges(ranges);
    }

    /** The pages whose bytes are others than before. Runs are in their order. */
    static PageRanges difference(List<ExtentTable.Run> before, List<ExtentTable.Run> now) {
        TreeSet<Long> bounds = new TreeSet<>();
        for (List<ExtentTable.Run> runs : List.of(before, now)) {
            runs.forEach(run -> bounds.addAll(List.of(run.start(), run.end())));
        }
        List<Range> ranges = new ArrayList<>();
        Cursor old = new Cursor(before);
        Cursor fresh = new Cursor(now);
        Long start = null;
        for (Long bound : bounds) {
            if (start != null) {
                Object was = old.at(start);
                Object is = fresh.at(start);
                if (!Objects.equals(was, is)) {
                    add(ranges, new Range(start, bound, is == null));
                }
            }
            start = bound;
        }
        return new PageRanges(ranges);
    }

    /** Walks along runs. */
    private static final class Cursor {
        private final List<ExtentTable.Run> runs;
        private int at;

        private Cursor(List<ExtentTable.Run> runs) {
            this.runs = runs;
        }

        /** What has the byte at a position: an extent and a place in it; null where nothing has. Positions only grow. */
        private Object at(long position) {
            while (at < runs.size() && runs.get(at).end() <= position) {
                at++;
            }
            if (at == runs.size() || runs.get(at).start() > position) {
                return null;
            }
            ExtentTable.Run run = runs.get(at);
            return List.of(run.extent(), run.skip() + position - run.start());
        }
    }

    private static void add(List<Range> ranges, Range range) {
        Range last = ranges.isEmpty() ? null : ranges.getLast();
        if (last != null && last.end() == range.start() && last.cleared() == range.cleared()) {
            ranges.set(ranges.size() - 1, new Range(last.start(), range.end(), last.cleared()));
        } else {
            ranges.add(range);
        }
    }

    /** What of them is between two positions. */
    List<Range> within(long first, long end) {
        return ranges.stream().filter(range -> range.start() < end && range.end() > first)
                .map(range -> new Range(Math.max(first, range.start()), Math.min(end, range.end()), range.cleared())).toList();
    }
}

package woad.bench;

import java.util.List;
import java.util.function.Consumer;

/** One benchmark. */
public interface Benchmark {

    /** As in {@code woad bench NAME}. */
    String name();

    /** What it measures against what, in a line. */
    String description();

    /** Whether it needs virtual machines, so root. */
    default boolean needsMachines() {
        return false;
    }

    /** Measures; takes at most a few minutes. {@code progress} gets a line for a person now and then. */
    List<Row> run(BenchCloud cloud, Consumer<String> progress) throws Exception;

    /** Every benchmark there is. */
    static List<Benchmark> all() {
        return List.of(new ArmBenchmark(), new VmBenchmark(), new StartBenchmark(), new StorageBenchmark());
    }

    /**
     * A line of the table.
     *
     * @param ours     what this cloud did, in {@code unit}
     * @param peer     what the peer did, in the same unit; NaN where the reach is a plain limit
     * @param reach    what {@link #measured()} must reach: the ratio ours/peer, or ours itself where there is no peer
     * @param atMost   whether less is better
     */
    record Row(String what, double ours, String unit, String peerName, double peer, double reach, boolean atMost) {
        /** The ratio to the peer, or the bare figure where there is none. */
        public double measured() {
            return Double.isNaN(peer) ? ours : ours / peer;
        }

        /** Whether the reach was kept. */
        public boolean reached() {
            return atMost ? measured() <= reach : measured() >= reach;
        }
    }
}

package woad.agent;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import woad.fleet.spi.Hypervisor;

/** Sends what machines write to their serial ports, piece by piece, so that it can be read even when this host is down. */
final class SerialUploads {
    private static final Logger LOG = System.getLogger("woad.agent");
    private static final int PIECE = 128 << 10;
    /** What is further back than this is left out. */
    private static final int KEPT = 1 << 20;

    private final HostState state;
    private final Hypervisor hypervisor;
    private final ControlPlane controlPlane;
    private final Map<String, Long> sent = new HashMap<>();

    SerialUploads(HostState state, Hypervisor hypervisor, ControlPlane controlPlane) {
        this.state = state;
        this.hypervisor = hypervisor;
        this.controlPlane = controlPlane;
    }

    /** Sends at most one piece of each machine's news. */
    void round() throws IOException {
        sent.keySet().retainAll(state.machines().keySet());
        for (String machine : state.machines().keySet()) {
            if (state.desiredMachine(machine).isPresent()) {
                try {
                    send(machine, hypervisor.serialLog(machine));
                } catch (ControlPlane.Refused e) {
                    LOG.log(Level.WARNING, "the serial log of " + machine + " was refused: " + e.getMessage());
                }
            }
        }
    }

    private void send(String machine, Path log) throws IOException {
        if (!Files.exists(log)) {
            return;
        }
        try (SeekableByteChannel file = Files.newByteChannel(log)) {
            long size = file.size();
            long from = sent.getOrDefault(machine, 0L);
            if (size == from) {
                return;
            }
            if (size < from) {
                from = 0;
            }
            from = Math.max(from, size - KEPT);
            ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, size - from));
            file.position(from);
            while (piece.hasRemaining() && file.read(piece) >= 0) {
                continue;
            }
            byte[] bytes = java.util.Arrays.copyOf(piece.array(), piece.position());
            sent.put(machine, controlPlane.appendLog(machine, from, bytes));
        }
    }
}

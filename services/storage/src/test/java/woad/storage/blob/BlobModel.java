package woad.storage.blob;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the blob service promises of one container, in as few words as possible: blobs in a map. */
final class BlobModel {
    final Map<String, State> blobs = new TreeMap<>();
    final Map<String, Map<String, byte[]>> staged = new TreeMap<>();

    /** A blob. */
    static final class State {
        byte[] bytes = new byte[0];
        String etag;
        String metadata;
        String lease;
        /** Committed blocks; empty where the blob was put in one piece. */
        Map<String, byte[]> blocks = new LinkedHashMap<>();
        final Map<String, byte[]> snapshots = new TreeMap<>();
    }

    /** Put Blob. @return the expected outcome */
    String put(String name, byte[] bytes, String metadata, boolean mustNotExist, String ifMatch, String lease) {
        State state = blobs.get(name);
        String refused = refusal(state, mustNotExist, ifMatch, lease);
        if (refused != null) {
            return refused;
        }
        State next = blobs.computeIfAbsent(name, n -> new State());
        next.bytes = bytes;
        next.metadata = metadata;
        next.blocks = new LinkedHashMap<>();
        staged.remove(name);
        return "201";
    }

    /** Put Block List of the latest blocks. */
    String commit(String name, List<String> ids, String lease) {
        State state = blobs.get(name);
        String refused = refusal(state, false, null, lease);
        if (refused != null) {
            return refused;
        }
        Map<String, byte[]> blocks = new LinkedHashMap<>();
        List<byte[]> pieces = new ArrayList<>();
        for (String id : ids) {
            byte[] piece = staged.getOrDefault(name, Map.of()).get(id);
            piece = piece != null || state == null ? piece : state.blocks.get(id);
            if (piece == null) {
                return "400 InvalidBlockList";
            }
            blocks.put(id, piece);
            pieces.add(piece);
        }
        State next = blobs.computeIfAbsent(name, n -> new State());
        next.bytes = join(pieces);
        next.metadata = null;
        next.blocks = blocks;
        staged.remove(name);
        return "201";
    }

    /** Put Block. */
    String stage(String name, String id, byte[] bytes, String lease) {
        State state = blobs.get(name);
        String refused = refusal(state, false, null, lease);
        if (refused != null) {
            return refused;
        }
        staged.computeIfAbsent(name, n -> new TreeMap<>()).put(id, bytes);
        return "201";
    }

    /** Delete Blob. @param snapshots {@code include}, {@code only} or null */
    String delete(String name, String snapshots, String lease) {
        State state = blobs.get(name);
        if (state == null) {
            return "404 BlobNotFound";
        }
        String refused = refusal(state, false, null, lease);
        if (refused != null) {
            return refused;
        }
        if (snapshots == null && !state.snapshots.isEmpty()) {
            return "409 SnapshotsPresent";
        }
        state.snapshots.clear();
        if (!"only".equals(snapshots)) {
            blobs.remove(name);
        }
        return "202";
    }

    /** What a lease and conditions say against a write; null for nothing. */
    static String refusal(State state, boolean mustNotExist, String ifMatch, String lease) {
        if (state == null) {
            return ifMatch != null ? "412 ConditionNotMet" : lease != null ? "412 LeaseNotPresentWithBlobOperation" : null;
        }
        if (mustNotExist) {
            return "409 BlobAlreadyExists";
        }
        if (ifMatch != null && !ifMatch.equals(state.etag)) {
            return "412 ConditionNotMet";
        }
        if (state.lease == null) {
            return lease == null ? null : "412 LeaseNotPresentWithBlobOperation";
        }
        return lease == null ? "412 LeaseIdMissing" : lease.equals(state.lease) ? null : "412 LeaseIdMismatchWithBlobOperation";
    }

    private static byte[] join(List<byte[]> pieces) {
        byte[] all = new byte[pieces.stream().mapToInt(piece -> piece.length).sum()];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        return all;
    }
}

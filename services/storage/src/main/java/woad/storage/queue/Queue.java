package woad.storage.queue;

import java.util.SortedMap;

/** A queue and its metadata. */
public record Queue(QueueName name, SortedMap<String, String> metadata) {}

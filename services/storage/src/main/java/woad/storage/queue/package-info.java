/** The queue service: queues and messages, as the Queue Storage REST reference has them. */
package woad.storage.queue;

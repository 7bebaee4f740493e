/** What keeps the bytes of objects: the interface of its engines, {@link woad.platform.bytes.ObjectBytes}, and the words it uses. */
package woad.platform.bytes;

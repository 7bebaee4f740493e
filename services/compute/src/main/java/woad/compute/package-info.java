/** {@code Microsoft.Compute}: virtual machines, disks, and the catalogue of images and sizes. */
package woad.compute;

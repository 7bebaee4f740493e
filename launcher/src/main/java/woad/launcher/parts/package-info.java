/** The parts of a cloud on this computer as processes and networks: started, stopped, looked at. */
package woad.launcher.parts;

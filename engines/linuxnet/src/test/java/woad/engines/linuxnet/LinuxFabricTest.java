package woad.engines.linuxnet;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import woad.fleet.spi.NetworkFabricContract;
import woad.fleet.spi.NetworkLab;

/** The contract, on two hosts in namespaces of this computer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinuxFabricTest implements NetworkFabricContract {

    private LinuxLab lab;

    @BeforeAll
    void open() {
        lab = new LinuxLab();
    }

    @AfterAll
    void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @Override
    public NetworkLab lab() {
        return lab;
    }
}

package woad.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import woad.platform.web.TestClient;

/** Requests at the same time never get the same address, and what is referred to does not vanish. */
class AllocationRacesTest {
    private static TestNetwork network;

    @BeforeAll
    static void open() {
        network = new TestNetwork();
    }

    @BeforeEach
    void start() {
        network.nextGroup();
        network.make("virtualNetworks/v", "{'addressSpace':{'addressPrefixes':['10.0.0.0/16']},'subnets':[{'name':'small','properties':{'addressPrefix':'10.0.0.0/28'}}]}");
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    private List<TestClient.Answer> together(int count, IntFunction<TestClient.Answer> request) throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<TestClient.Answer>> futures = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int index = i;
                futures.add(executor.submit(() -> request.apply(index)));
            }
            List<TestClient.Answer> answers = new ArrayList<>();
            for (Future<TestClient.Answer> future : futures) {
                answers.add(future.get());
            }
            return answers;
        }
    }

    private String nic(String more) {
        return "{'ipConfigurations':[{'name':'i','properties':{'subnet':{'id':'" + network.id("virtualNetworks/v/subnets/small") + "'}" + more + "}}]}";
    }

    @Test
    void fillsASubnetExactly() throws Exception {
        List<TestClient.Answer> answers = together(16, i -> network.put("networkInterfaces/n" + i, nic("")));
        assertThat(answers.stream().filter(answer -> answer.status() == 201).map(answer -> answer.json().at("/properties/ipConfigurations/0/properties/privateIPAddress").asText()))
                .containsExactlyInAnyOrderElementsOf(Stream.iterate(4, i -> i + 1).limit(11).map(i -> "10.0.0." + i).toList());
        assertThat(answers.stream().filter(answer -> answer.status() != 201)).hasSize(5).allSatisfy(answer -> assertThat(answer.errorCode()).isEqualTo("SubnetIsFull"));
    }

    @Test
    void givesAChosenAddressToOne() throws Exception {
        List<TestClient.Answer> answers = together(8, i -> network.put("networkInterfaces/n" + i, nic(",'privateIPAllocationMethod':'Static','privateIPAddress':'10.0.0.7'")));
        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() != 201)).allSatisfy(answer -> assertThat(answer.errorCode()).isEqualTo("PrivateIPAddressInUse"));
    }

    @Test
    void givesAPublicAddressToOne() throws Exception {
        network.make("publicIPAddresses/p", "{}");
        List<TestClient.Answer> answers = together(8, i -> network.put("networkInterfaces/n" + i, nic(",'publicIPAddress':{'id':'" + network.id("publicIPAddresses/p") + "'}")));
        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() != 201)).allSatisfy(answer -> assertThat(answer.errorCode()).isEqualTo("PublicIPAddressInUse"));
    }

    @Test
    void givesDifferentPublicAddresses() throws Exception {
        List<TestClient.Answer> answers = together(24, i -> network.put("publicIPAddresses/p" + i, "{}"));
        assertThat(answers.stream().map(answer -> answer.json().at("/properties/ipAddress").asText()).distinct()).hasSize(24);
    }

    @Test
    void deletesASubnetOrUsesIt() throws Exception {
        for (int round = 0; round < 5; round++) {
            String name = "s" + round;
            network.make("virtualNetworks/w" + round, "{'addressSpace':{'addressPrefixes':['10.0.0.0/16']},'subnets':[{'name':'s','properties':{'addressPrefix':'10.0.0.0/24'}}]}");
            String body = nic("").replace("/virtualNetworks/v/subnets/small", "/virtualNetworks/w" + round + "/subnets/s");
            String vnet = "virtualNetworks/w" + round;
            List<TestClient.Answer> answers = together(2, i -> i == 0 ? network.put("networkInterfaces/" + name, body) : network.delete(vnet));
            boolean used = answers.getFirst().status() == 201;
            assertThat(answers.getLast().status() == 202).as(answers.getFirst().text() + answers.getLast().text()).isNotEqualTo(used);
            assertThat(used ? answers.getLast().errorCode() : answers.getFirst().errorCode()).isIn("InUseSubnetCannotBeDeleted", "InvalidResourceReference");
        }
    }

    @Test
    void givesTheLastAddressOfASmallPool() {
        PublicAddressTable small = new PublicAddressTable(network.cloud.ids, Prefix.of("127.99.0.0/29"));
        network.cloud.database.transaction(handle -> {
            for (int i = 1; i <= 6; i++) {
                handle.createUpdate("""
                        insert into network.public_address (id, key, resource_id, tenant, subscription, region, address)
                        values (gen_random_uuid(), :key, :key, gen_random_uuid(), gen_random_uuid(), 'francesouth', ('127.99.0.' || :i)::inet)""")
                        .bind("key", "k" + i).bind("i", i).execute();
            }
            handle.execute("delete from network.public_address where address = '127.99.0.4'");
            var resource = new woad.resources.Resource(new woad.resources.ResourceId(network.cloud.subscription, "g", "Microsoft.Network", List.of("publicIPAddresses"), List.of("x")),
                    network.cloud.tenant, network.cloud.ids.guid(), new woad.resources.Desired("francesouth", null, null, null), null, null, null, 1, "", null);
            PublicAddress wanted = new PublicAddress("Standard", "Static", 4, null, List.of());
            assertThat(small.store(handle, resource, wanted)).isEqualTo("127.99.0.4");
            assertThat(small.store(handle, resource, wanted)).as("the same again").isEqualTo("127.99.0.4");
            return null;
        });
    }
}

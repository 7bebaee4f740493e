package woad.storage.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Forms of signed text that no current client makes: those of older versions, and of tables. Source: "Create a service SAS". */
class SasTextTest {
    private static final String FIELDS = "sp=r&st=S&se=E&si=I&sip=1.2.3.4&spr=https&sr=b&rscc=c1&rscd=c2&rsce=c3&rscl=c4&rsct=c5&ses=scope&sv=";

    private static String blob(String version, String moment) {
        ServiceVersion of = new ServiceVersion(version);
        return SasText.ofResource(Query.parse(FIELDS + version), of, StorageService.BLOB, SasText.resource(of, StorageService.BLOB, "a", "c/b"), moment);
    }

    @Test
    void blobs() {
        assertThat(blob("2012-02-12", null)).isEqualTo("r\nS\nE\n/a/c/b\nI\n2012-02-12");
        assertThat(blob("2013-08-15", null)).isEqualTo("r\nS\nE\n/a/c/b\nI\n2013-08-15\nc1\nc2\nc3\nc4\nc5");
        assertThat(blob("2014-02-14", null)).isEqualTo("r\nS\nE\n/a/c/b\nI\n2014-02-14\nc1\nc2\nc3\nc4\nc5");
        assertThat(blob("2015-02-21", null)).isEqualTo("r\nS\nE\n/blob/a/c/b\nI\n2015-02-21\nc1\nc2\nc3\nc4\nc5");
        assertThat(blob("2015-04-05", null)).isEqualTo("r\nS\nE\n/blob/a/c/b\nI\n1.2.3.4\nhttps\n2015-04-05\nc1\nc2\nc3\nc4\nc5");
        assertThat(blob("2018-11-09", "M")).isEqualTo("r\nS\nE\n/blob/a/c/b\nI\n1.2.3.4\nhttps\n2018-11-09\nb\nM\nc1\nc2\nc3\nc4\nc5");
        assertThat(blob("2020-12-06", null)).isEqualTo("r\nS\nE\n/blob/a/c/b\nI\n1.2.3.4\nhttps\n2020-12-06\nb\n\nscope\nc1\nc2\nc3\nc4\nc5");
    }

    @Test
    void queues() {
        Query query = Query.parse("sp=r&se=E&sv=x&sip=1.2.3.4");
        assertThat(SasText.ofResource(query, new ServiceVersion("2014-02-14"), StorageService.QUEUE, "/a/q", null)).isEqualTo("r\n\nE\n/a/q\n\nx");
        assertThat(SasText.ofResource(query, new ServiceVersion("2026-04-06"), StorageService.QUEUE, "/queue/a/q", null)).isEqualTo("r\n\nE\n/queue/a/q\n\n1.2.3.4\n\nx");
    }

    @Test
    void tables() {
        Query query = Query.parse("sp=r&se=E&sv=x&tn=People&spk=a&srk=1&epk=b&erk=2");
        assertThat(SasText.ofResource(query, new ServiceVersion("2012-02-12"), StorageService.TABLE, "/a/people", null)).isEqualTo("r\n\nE\n/a/people\n\nx\na\n1\nb\n2");
        assertThat(SasText.ofResource(query, new ServiceVersion("2019-02-02"), StorageService.TABLE, "/table/a/people", null)).isEqualTo("r\n\nE\n/table/a/people\n\n\n\nx\na\n1\nb\n2");
    }

    @Test
    void userDelegationForQueues() {
        Query query = Query.parse("sp=r&se=E&sv=x&skoid=o&sktid=t&skt=1&ske=2&sks=q&skv=v&skdutid=d&sduoid=u&sip=i&spr=p");
        AccessRequest request = new AccessRequest("GET", "a.queue.core.woad.test", "/q", query, Map.of(), "192.0.2.7", true);
        assertThat(SasText.ofUser(request, new ServiceVersion("2026-02-06"), StorageService.QUEUE, "/queue/a/q", null))
                .isEqualTo("r\n\nE\n/queue/a/q\no\nt\n1\n2\nq\nv\nd\nu\ni\np\nx");
    }
}

package woad.clients.browser;

import static woad.clients.CloudUnderTest.variable;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.Proxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Chromium as a person of the demo customer has it: behind the cloud's proxy, trusting the cloud's authority and no other way around it. */
final class Visitor implements AutoCloseable {
    private final Playwright playwright;
    private final Browser browser;
    private final Path home;

    Visitor(Path home) throws IOException, InterruptedException {
        this.home = home;
        Path store = Files.createDirectories(home.resolve(".pki/nssdb"));
        certutil("-d", "sql:" + store, "-N", "--empty-password");
        certutil("-d", "sql:" + store, "-A", "-n", "cloud", "-t", "C,,", "-i", variable("NODE_EXTRA_CA_CERTS"));
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("HOME", home.toString());
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(Path.of(variable("WOAD_BROWSER"))).setEnv(environment)
                .setProxy(new Proxy(variable("HTTPS_PROXY"))));
    }

    /** A new visit, with no cookie yet. No page needs JavaScript, so none runs. */
    Page visit(String language) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions().setLocale(language).setJavaScriptEnabled(false).setViewportSize(1100, 800));
        context.setDefaultTimeout(15_000);
        return context.newPage();
    }

    /** Signs in as the person that {@code run} has made, on the page that asks for it. */
    static void signIn(Page page, String password) {
        page.fill("input[name=login]", variable("WOAD_PERSON"));
        page.fill("input[name=passwd]", password);
        page.click("button.main");
    }

    /** Keeps what the person sees. */
    static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(variable("WOAD_SCREENSHOTS"), name + ".png")).setFullPage(true));
    }

    private void certutil(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("certutil"));
        command.addAll(List.of(arguments));
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException("certutil exited " + status + " in " + home);
        }
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}

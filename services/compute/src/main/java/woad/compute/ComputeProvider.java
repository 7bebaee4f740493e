package woad.compute;

import java.util.List;
import java.util.stream.Stream;
import woad.platform.web.Endpoint;
import woad.platform.web.WebService;
import woad.resources.provider.ResourceProvider;
import woad.resources.provider.ResourceType;

/** {@code Microsoft.Compute}. */
public final class ComputeProvider implements ResourceProvider {
    private final ComputeParts parts;
    private final BootDiagnostics diagnostics;
    private final List<ResourceType> types;

    public ComputeProvider(ComputeParts parts) {
        this.parts = parts;
        this.diagnostics = new BootDiagnostics(parts);
        Attachments attachments = new Attachments();
        this.types = List.of(new VirtualMachine(parts, attachments, diagnostics), new Disk(parts, attachments));
    }

    @Override
    public String namespace() {
        return "Microsoft.Compute";
    }

    @Override
    public List<ResourceType> types() {
        return types;
    }

    @Override
    public List<Endpoint> endpoints() {
        return Stream.of(new ImageEndpoints(parts.profile()).endpoints(), new SizeEndpoints(parts.profile()).endpoints(),
                new UsageEndpoints(parts).endpoints(), new MachineEndpoints(parts).endpoints()).flatMap(List::stream).toList();
    }

    /** What it serves on host names of its own: {@code docs.D} (the alias document) and {@code bootdiag.compute.D}. */
    public List<WebService> services() {
        return List.of(AliasDocument.service(parts.profile()), diagnostics.service());
    }
}

package woad.resources.deployments.template.expression;

import java.util.List;
import java.util.Optional;

/** The template's own resources, as {@code reference} and its like find them. */
public interface TemplateResources {

    /** @param deployed whether the resource's condition holds, or the resource exists already */
    record Found(String id, String type, String name, String apiVersion, boolean deployed) {}

    /** The one resource of that symbolic name, name, relative id ({@code type/name}) or full id; letter case does not matter. */
    Optional<Found> find(String reference);

    /** All the turns of the loop of that symbolic name or copy name, in order. */
    List<Found> loop(String name);
}

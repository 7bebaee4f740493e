package woad.resources.deployments.template;

import java.util.Locale;
import woad.resources.deployments.template.expression.Scope;
import woad.resources.deployments.template.expression.TemplateResources;

/**
 * One turn of a declared resource, with what identifies it.
 *
 * @param base     the scope under which the resource is, without a trailing slash; empty for the tenant
 * @param enabled  whether its condition holds
 * @param existing whether it is only read, not deployed
 * @param loop     the name of its copy, or null
 * @param turn     of its copy, from 0
 * @param batch    how many turns run together; 0 for all
 * @param scope    with its loops
 * @param parent   of a nested child, or null
 */
record Draft(Template.Resource declaration, String base, String id, String type, String name, String apiVersion, boolean enabled,
             boolean existing, String loop, int turn, int batch, Scope scope, Draft parent) {

    String key() {
        return id.toLowerCase(Locale.ROOT);
    }

    TemplateResources.Found found() {
        return new TemplateResources.Found(id, type, name, apiVersion, enabled);
    }

    @Override
    public String toString() {
        return "Draft[" + id + "]";
    }
}

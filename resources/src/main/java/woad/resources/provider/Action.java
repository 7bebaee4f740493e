package woad.resources.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import woad.platform.web.Authoriser;
import woad.platform.web.Caller;
import woad.platform.web.WebResponse;
import woad.resources.Desired;
import woad.resources.Resource;
import woad.resources.ResourceId;

/**
 * An operation by POST on a resource.
 *
 * @param name       last path segment: {@code deallocate}
 * @param permission for example {@code Microsoft.Compute/virtualMachines/deallocate/action}
 */
public record Action(String name, String permission, Effect effect) {

    /** What it does. */
    public sealed interface Effect {}

    /**
     * What the client asks.
     *
     * @param body  an empty object where the client sent none
     * @param query names in lower case
     * @param caller for linked-access checks: {@link #authorise}
     */
    public record Request(ObjectNode body, Map<String, String> query, View view, Caller caller, Authoriser authoriser) {
        public Request {
            query = Map.copyOf(query);
        }

        /**
         * Azure's linked access check: the caller must hold {@code action} on another resource that the body refers to.
         *
         * @param acted the resource of the action
         * @throws woad.platform.core.CloudException {@code LinkedAuthorizationFailed}
         */
        public void authorise(String action, ResourceId acted, ResourceId linked) {
            LinkedAccess.check(authoriser, caller, action, acted, linked);
        }
    }

    /** Changes what is desired; a long-running operation that ends when the resource has converged. */
    public non-sealed interface Change extends Effect {
        Desired apply(Resource resource, Request request);
    }

    /** Answers at once. */
    public non-sealed interface Answer extends Effect {
        WebResponse answer(Resource resource, Request request) throws Exception;
    }

    /**
     * Changes what its service keeps beside the resource, or reveals a secret: runs in a transaction that holds the resource and
     * records the action, and answers at once. Where a transaction has to be repeated it runs again.
     */
    public non-sealed interface Perform extends Effect {
        WebResponse perform(Handle handle, Resource resource, Request request);
    }

    /** @see Change */
    public static Action change(String name, String permission, Change change) {
        return new Action(name, permission, change);
    }

    /** @see Answer */
    public static Action answer(String name, String permission, Answer answer) {
        return new Action(name, permission, answer);
    }

    /** @see Perform */
    public static Action perform(String name, String permission, Perform perform) {
        return new Action(name, permission, perform);
    }
}

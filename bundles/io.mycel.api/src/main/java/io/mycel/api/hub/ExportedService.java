package io.mycel.api.hub;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Makes the OSGi service of a component a service for every client of the hub, in every language:
 *
 * <pre>{@code
 * @Component(service = HelloWorld.class)
 * @ExportedService(id = "hello-world", visibility = "public")
 * public class HelloWorld {
 *   public String hello(String name) {
 *     return "Hello " + name;
 *   }
 * }
 * }</pre>
 *
 * <p>Its functions are the public methods of the types under which the OSGi service is registered
 * (so let {@code activate} and the like be not public), converted as {@link
 * io.mycel.api.rpc.Service#of(String, Object)} says: a result may be a {@code CompletionStage}, a
 * parameter of type {@code Call.Context} gets the caller. They are called by several threads at
 * once. A service that is registered by hand says the same by properties: {@code
 * mycel.service.id=hello-world}.
 *
 * <p>The services of one client id belong to one client of the hub, whichever bundles they come
 * from. Where several are offered under one id, calls go to the one of the highest {@code
 * service.ranking}, and among equals to the one registered last. So a bundle is replaced without a
 * gap when its new version is started beside the old one, and the old one stopped then: whoever
 * stops it waits, for a bounded time, until the calls in flight have ended (not for callbacks and
 * generators that outlive their call).
 *
 * <p>The hub may be replaced meanwhile. A component with a state of its own should be {@code
 * immediate}: otherwise it is made anew when nobody uses it for a moment.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ExportedService {
  /** What the names of the properties begin with. */
  String PREFIX_ = "mycel.service.";

  /** Id of the service at its client; no {@code /}, {@code :}, {@code @}, {@code *} or dot. */
  String id();

  /** For people; the id if empty. */
  String name() default "";

  /** For people. */
  String description() default "";

  /** What sort of service it is. */
  String type() default "generic";

  /** Where it lives; made if it is not there. */
  String workspace() default "public";

  /** The client that offers it; the symbolic name of the bundle if empty. */
  String clientId() default "";

  /**
   * {@code public} for clients of every workspace; {@code unlisted} for the same, but only those
   * that know its id; {@code protected} for those of its own workspace.
   */
  String visibility() default "protected";
}

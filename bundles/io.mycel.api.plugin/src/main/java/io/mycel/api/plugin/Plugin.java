package io.mycel.api.plugin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Capability;
import org.osgi.annotation.bundle.Requirement;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Makes a component a plugin, and its bundle a plugin's bundle: listed, started, updated and
 * removed as all the others, and a service for every client of the hub.
 *
 * <pre>{@code
 * @Component(service = Greeter.class)
 * @Plugin(name = "Greeter", description = "Greets people.")
 * public class Greeter {
 *   public String greet(String name) {
 *     return "Hello " + name;
 *   }
 * }
 * }</pre>
 *
 * <p>Its version is that of the bundle. The plugin's functions are the public methods of the types
 * under which the OSGi service is registered, converted as {@link
 * io.mycel.api.rpc.Service#of(String, Object)} says. Methods named {@code setup}, {@code resume},
 * {@code run}, {@code update}, {@code exit} are what ImJoy's plugins have; of those, {@code setup},
 * {@code resume} without parameters and {@code exit} are called by the platform, and by nobody
 * else: {@code resume}, if there is one, in the place of {@code setup} when the plugin {@linkplain
 * PluginContext#resumed comes back}. It may find the same object, with all that its {@code setup}
 * has made: a component outlives the runtime of plugins if others use its service, or it is {@code
 * immediate}. One component of a bundle is a plugin.
 *
 * <p>All of this also stands in the manifest, as attributes of the capability {@code mycel.plugin},
 * so that a bundle need not be started to tell what it is.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@Requirement(
    namespace = "osgi.extender",
    filter = "(&(osgi.extender=mycel.plugin)(version>=1.0.0)(!(version>=2.0.0)))")
@Capability(namespace = "mycel.plugin", attribute = "type=java")
public @interface Plugin {
  /** What the names of the properties begin with. */
  String PREFIX_ = "mycel.plugin.";

  /** Unique in its workspace, without {@code /}. */
  String name();

  /** One sentence. */
  String description() default "";

  /** For whom it is, as in the config of a plugin file: {@code public} or {@code protected}. */
  String visibility() default "public";

  /** The URIs of plugins that it needs. */
  String[] dependencies() default {};

  /** What it needs beside computing and answering; see {@link PluginPermissions}. */
  String[] permissions() default {};
}

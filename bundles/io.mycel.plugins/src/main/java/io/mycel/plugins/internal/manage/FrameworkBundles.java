package io.mycel.plugins.internal.manage;

import io.mycel.api.plugin.PluginDescriptor;
import io.mycel.plugins.internal.bundle.BundleName;
import io.mycel.plugins.internal.bundle.PluginBundle;
import io.mycel.plugins.internal.file.PluginFileParser;
import io.mycel.plugins.internal.file.PluginFormatException;
import io.mycel.plugins.internal.life.Locations;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.store.InstalledPlugin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * The bundles of the plugins of the profile, as the framework keeps them. They are started for this
 * run only: what is started at the next one, the profile says.
 */
final class FrameworkBundles implements CollisionHook {
  private final BundleContext context;

  FrameworkBundles(BundleContext context) {
    this.context = context;
  }

  static String location(InstalledPlugin plugin) {
    String name =
        plugin.kind() == ContentKind.FILE
            ? BundleName.of(plugin.owner(), plugin.name(), plugin.tag())
            : plugin.name();
    return Locations.of(plugin.sha256(), name);
  }

  /** The bundle of a plugin, if it is there. */
  Optional<Bundle> find(InstalledPlugin plugin) {
    return Optional.ofNullable(context.getBundle(location(plugin)));
  }

  /** All bundles that are here for a profile. */
  List<Bundle> managed() {
    return Stream.of(context.getBundles())
        .filter(bundle -> bundle.getLocation().startsWith(Locations.SCHEME))
        .toList();
  }

  /**
   * Installs the bundle of a plugin. One that is there is left as it is: its location tells its
   * content.
   *
   * @throws InstallException if the framework does not take it
   */
  Bundle install(InstalledPlugin plugin, byte[] content) {
    try (InputStream jar = jar(plugin, content)) {
      return context.installBundle(location(plugin), jar);
    } catch (BundleException e) {
      throw new InstallException(
          "the framework does not take the bundle of '" + plugin.name() + "': " + text(e), e);
    } catch (IOException | UncheckedIOException e) {
      throw new InstallException(
          "the bundle of '" + plugin.name() + "' cannot be written: " + e.getMessage(), e);
    }
  }

  private static InputStream jar(InstalledPlugin plugin, byte[] content) {
    if (plugin.kind() != ContentKind.FILE) {
      return new ByteArrayInputStream(content);
    }
    String text = new String(content, StandardCharsets.UTF_8);
    try {
      PluginDescriptor descriptor =
          PluginFileParser.parse(plugin.source(), text).select(plugin.tag());
      return PluginBundle.jar(plugin.owner(), descriptor, text);
    } catch (PluginFormatException e) {
      throw new InstallException(e.getMessage(), e);
    }
  }

  /**
   * Resolves bundles, as far as they can be, at once: one by one it takes several times as long.
   */
  void resolve(Collection<Bundle> bundles) {
    List<Bundle> open = bundles.stream().filter(it -> it.getState() == Bundle.INSTALLED).toList();
    if (!open.isEmpty()) {
      context.getBundle(0).adapt(FrameworkWiring.class).resolveBundles(open);
    }
  }

  /**
   * Starts a bundle, if it can be.
   *
   * @throws InstallException if it cannot
   */
  void start(InstalledPlugin plugin, Bundle bundle) {
    if (isFragment(bundle)) {
      return;
    }
    try {
      bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
    } catch (BundleException e) {
      throw new InstallException(
          "the bundle of '" + plugin.name() + "' does not start: " + text(e), e);
    }
  }

  private static boolean isFragment(Bundle bundle) {
    return bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
  }

  /**
   * Stops a bundle, whose classes may run whatever becomes of its plugin.
   *
   * @throws InstallException if it cannot
   */
  void stop(InstalledPlugin plugin, Bundle bundle) {
    if (isFragment(bundle)) {
      return;
    }
    try {
      bundle.stop(Bundle.STOP_TRANSIENT);
    } catch (BundleException e) {
      throw new InstallException(
          "the bundle of '" + plugin.name() + "' does not stop: " + text(e), e);
    }
  }

  /** Takes a bundle away; one that is not there any more is no error. */
  void uninstall(Bundle bundle) {
    if (bundle.getState() == Bundle.UNINSTALLED) {
      return;
    }
    try {
      bundle.uninstall();
    } catch (BundleException e) {
      throw new InstallException("bundle " + bundle + " cannot be taken away: " + text(e), e);
    }
  }

  private static String text(BundleException failure) {
    Throwable cause = failure.getCause();
    boolean wrapped = failure.getType() == BundleException.ACTIVATOR_ERROR && cause != null;
    return wrapped ? cause.toString() : String.valueOf(failure.getMessage());
  }

  /**
   * Two bundles of one name and version may be there together, if they are plugins of ours: they
   * are told from each other by their content, and a new one is started beside the old one.
   */
  @Override
  public void filterCollisions(int operation, Bundle target, Collection<Bundle> collisions) {
    if (operation == INSTALLING && target.equals(context.getBundle())) {
      collisions.removeIf(bundle -> bundle.getLocation().startsWith(Locations.SCHEME));
    }
  }
}

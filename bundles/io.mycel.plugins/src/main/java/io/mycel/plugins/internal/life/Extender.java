package io.mycel.plugins.internal.life;

import io.mycel.api.plugin.Isolation;
import io.mycel.api.plugin.PluginDescriptor;
import io.mycel.api.plugin.PluginId;
import io.mycel.plugins.internal.file.PluginFormatException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees the bundles of plugins come and go: those of the profile, and those that others install. Of
 * the latter, being started says that they are wanted, and what they ask for they get.
 */
public final class Extender implements BundleTrackerCustomizer<Candidate> {
  private static final Logger LOG = LoggerFactory.getLogger(Extender.class);

  private final Life life;
  private final RuntimeWatch runtimes;
  private final BundleTracker<Candidate> tracker;
  private final String workspace;
  private volatile boolean closing;

  /**
   * An extender, not yet looking.
   *
   * @param workspace where plugins live that others have installed
   */
  public Extender(BundleContext context, Life life, String workspace) {
    this.life = life;
    this.workspace = workspace;
    this.runtimes = life.runtimeWatch(context);
    this.tracker = new BundleTracker<>(context, Bundle.STARTING | Bundle.ACTIVE, this);
  }

  /** Begins with what is there. */
  public void open() {
    runtimes.open();
    tracker.open();
  }

  /** Lets go of all. The plugins were ended before. */
  public void close() {
    closing = true;
    tracker.close();
    runtimes.close();
  }

  @Override
  public Candidate addingBundle(Bundle bundle, BundleEvent event) {
    Optional<Candidate> candidate;
    try {
      candidate = CandidateReader.read(bundle);
    } catch (IOException | PluginFormatException e) {
      LOG.error("bundle {} is no plugin: {}", bundle, e.getMessage());
      return null;
    }
    candidate.ifPresent(found -> life.here(found, grant(found)));
    return candidate.orElse(null);
  }

  /** Those of the profile come when it is read. */
  private Grant grant(Candidate candidate) {
    if (candidate.bundle().getLocation().startsWith(Locations.SCHEME)) {
      return null;
    }
    PluginDescriptor plugin = candidate.descriptor();
    String slug;
    try {
      slug = Slug.of(plugin.name());
    } catch (IllegalArgumentException e) {
      LOG.error("bundle {} is no plugin: {}", candidate.bundle(), e.getMessage());
      return null;
    }
    Object asked = plugin.config().get("permissions");
    List<String> permissions =
        asked instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    return new Grant(
        new PluginId(workspace, plugin.name()),
        slug,
        slug,
        candidate.bundle().getLocation(),
        null,
        Isolation.IN_JVM,
        permissions,
        true,
        false);
  }

  @Override
  public void modifiedBundle(Bundle bundle, BundleEvent event, Candidate candidate) {
    LOG.trace("bundle {}: {}", bundle, event);
  }

  @Override
  public void removedBundle(Bundle bundle, BundleEvent event, Candidate candidate) {
    if (!closing) {
      life.await(life.gone(bundle));
    }
  }
}

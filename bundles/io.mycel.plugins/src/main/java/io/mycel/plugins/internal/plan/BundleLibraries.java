package io.mycel.plugins.internal.plan;

import io.mycel.plugins.internal.bundle.JarLimits;
import io.mycel.plugins.internal.bundle.JavaBundle;
import io.mycel.plugins.internal.index.BundleResolver;
import io.mycel.plugins.internal.index.BundleResource;
import io.mycel.plugins.internal.index.HeaderResource;
import io.mycel.plugins.internal.repository.Repositories;
import io.mycel.plugins.internal.repository.Repository;
import io.mycel.plugins.internal.source.PluginSourceException;
import io.mycel.plugins.internal.source.PluginSources;
import io.mycel.plugins.internal.source.Resolved;
import io.mycel.plugins.internal.trust.Kill;
import io.mycel.plugins.internal.trust.KillList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes what Java plugins need from the indexes of the known repositories. */
public final class BundleLibraries implements BundleRequirements {
  private final BundleResolver resolver;
  private final Repositories repositories;
  private final PluginSources sources;

  /** Libraries of repositories. */
  public BundleLibraries(
      BundleResolver resolver, Repositories repositories, PluginSources sources) {
    this.resolver = resolver;
    this.repositories = repositories;
    this.sources = sources;
  }

  @Override
  public List<Resolved> of(Resolved bundle) throws PlanException, InterruptedException {
    List<BundleResource> offered = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    KillList kills = repositories.kills();
    for (Repository repository : repositories.known()) {
      for (BundleResource each : repository.bundles()) {
        Optional<Kill> kill = about(kills, repository, each);
        if (kill.isPresent()) {
          leftOut.add("%s, which %s".formatted(each, kill.get().text()));
        } else if (!each.content().sha256().equals(bundle.sha256())) {
          offered.add(each);
        }
      }
    }
    try {
      JavaBundle jar = JavaBundle.read(bundle.source(), bundle.content(), JarLimits.NONE);
      List<Resolved> libraries = new ArrayList<>();
      for (BundleResource needed : resolver.resolve(HeaderResource.of(jar.headers()), offered)) {
        libraries.add(sources.library(needed));
      }
      return libraries;
    } catch (BundleResolver.MissingException e) {
      String others = leftOut.isEmpty() ? "" : "; left out is " + String.join("; ", leftOut);
      throw new PlanException(bundle.source() + ": " + e.getMessage() + others, e);
    } catch (IOException | IllegalArgumentException | PluginSourceException e) {
      throw new PlanException(bundle.source() + ": " + e.getMessage(), e);
    }
  }

  private static Optional<Kill> about(
      KillList kills, Repository repository, BundleResource bundle) {
    return kills.about(
        repository.address().namespace(),
        bundle.name(),
        bundle.version().toString(),
        bundle.content().sha256());
  }
}

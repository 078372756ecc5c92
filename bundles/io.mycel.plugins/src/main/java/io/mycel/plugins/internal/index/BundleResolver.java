package io.mycel.plugins.internal.index;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.resource.Wire;
import org.osgi.service.resolver.ResolutionException;
import org.osgi.service.resolver.Resolver;

/**
 * Finds the bundles of indexes that a bundle needs beside those that are installed. The framework's
 * own resolver does it, so that what is found is what the framework will resolve.
 */
public final class BundleResolver {
  private final Resolver resolver;
  private final Supplier<Collection<? extends Resource>> installed;

  /**
   * A resolver.
   *
   * @param resolver the framework's
   * @param installed the revisions of the bundles that are installed, with the system bundle
   */
  public BundleResolver(Resolver resolver, Supplier<Collection<? extends Resource>> installed) {
    this.resolver = resolver;
    this.installed = installed;
  }

  /**
   * What a bundle needs beside what is installed, sorted by name and version.
   *
   * @param offered bundles that may be taken
   * @throws MissingException if something is neither installed nor offered
   */
  public List<BundleResource> resolve(BundleResource bundle, Collection<BundleResource> offered)
      throws MissingException {
    Map<Resource, List<Wire>> wires;
    try {
      wires = resolver.resolve(new Offers(bundle, installed.get(), offered));
    } catch (ResolutionException e) {
      throw new MissingException(bundle, e);
    }
    List<BundleResource> needed = new ArrayList<>(offered);
    needed.removeIf(each -> each == bundle || !wires.containsKey(each));
    needed.sort(Comparator.comparing(BundleResource::name).thenComparing(BundleResource::version));
    return needed;
  }

  /** Something that a bundle needs is nowhere. The message says what. */
  public static final class MissingException extends Exception {
    private static final long serialVersionUID = 1L;

    MissingException(BundleResource bundle, ResolutionException cause) {
      super(
          "the bundle "
              + bundle
              + " needs what is neither installed nor in an index of the known repositories: "
              + missing(cause),
          cause);
    }

    private static String missing(ResolutionException cause) {
      List<String> missing = new ArrayList<>();
      for (Requirement requirement : cause.getUnresolvedRequirements()) {
        missing.add(
            requirement.getNamespace()
                + " "
                + requirement.getDirectives().getOrDefault("filter", "")
                + " of "
                + requirement.getResource());
      }
      return missing.isEmpty() ? String.valueOf(cause.getMessage()) : String.join(", ", missing);
    }
  }
}

package io.mycel.plugins.internal.plan;

import io.mycel.plugins.internal.source.Resolved;
import java.util.List;

/** Finds the bundles that a Java plugin needs and the framework does not have. */
@FunctionalInterface
public interface BundleRequirements {

  /**
   * What a bundle needs.
   *
   * @return libraries, in the order in which they are to be installed
   * @throws PlanException if something is nowhere to be found; the message says what
   */
  List<Resolved> of(Resolved bundle) throws PlanException, InterruptedException;
}

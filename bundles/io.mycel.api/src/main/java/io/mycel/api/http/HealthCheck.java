package io.mycel.api.http;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What is wrong with what one bundle looks after, a whiteboard service that {@code /health} reads.
 * Called by any thread; it must be quick and not block.
 */
@ConsumerType
public interface HealthCheck {

  /**
   * Something that does not work, though the server does.
   *
   * @param kind of thing, in one word, e.g. {@code plugin}
   * @param name of the one that does not work
   * @param detail for people: what is wrong with it and what to do. Whoever reaches the server
   *     reads it, so it tells nothing of what is inside
   */
  record Problem(String kind, String name, String detail) {}

  /** All that is wrong now; empty if nothing is. */
  List<Problem> problems();
}

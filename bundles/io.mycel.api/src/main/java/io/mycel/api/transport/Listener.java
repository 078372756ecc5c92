package io.mycel.api.transport;

import java.net.URI;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** A place where the transport listens, published as a service once it has tried to. */
@ProviderType
public interface Listener {

  /**
   * The base URL, e.g. {@code http://127.0.0.1:9000}; with the real port where 0 was configured.
   * Empty if listening failed.
   */
  Optional<URI> uri();

  /** Why nothing listens, in one line that names the address and the remedy. */
  Optional<String> failure();
}

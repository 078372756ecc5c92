package io.mycel.js.internal.net;

import io.mycel.api.transport.Listener;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The server that plugins live in. Each of them may connect to it, as every program on this machine
 * can, wherever it listens; what it may do there is for the hub to say.
 */
public final class OwnServer {
  private static final Set<String> ALL_ADDRESSES = Set.of("0.0.0.0", "[::]", "::");
  private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

  private final AtomicReference<Listener> listener = new AtomicReference<>();

  /** It listens here now. */
  public void listens(Listener now) {
    listener.set(now);
  }

  /** It no longer listens there. */
  public void ended(Listener before) {
    listener.compareAndSet(before, null);
  }

  /** Its base URL, for plugins; empty while it does not listen. */
  public Optional<URI> url() {
    return Optional.ofNullable(listener.get())
        .flatMap(Listener::uri)
        .map(
            uri ->
                ALL_ADDRESSES.contains(uri.getHost())
                    ? URI.create(uri.getScheme() + "://127.0.0.1:" + port(uri))
                    : uri);
  }

  /** Whether a URL is one of it: its port, and the very host that it listens at. */
  boolean is(URI url) {
    return url.getHost() != null && is(url.getHost(), port(url));
  }

  boolean is(String host, int port) {
    Optional<URI> own = Optional.ofNullable(listener.get()).flatMap(Listener::uri);
    if (own.isEmpty() || port(own.get()) != port) {
      return false;
    }
    String name = host.toLowerCase(Locale.ROOT);
    String listens = own.get().getHost();
    return name.equals(listens)
        || THIS_MACHINE.contains(name)
            && (ALL_ADDRESSES.contains(listens) || THIS_MACHINE.contains(listens));
  }

  private static int port(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return url.getScheme().endsWith("s") ? 443 : 80;
  }
}

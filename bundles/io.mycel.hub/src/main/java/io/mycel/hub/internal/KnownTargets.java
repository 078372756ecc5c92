package io.mycel.hub.internal;

import io.mycel.api.hub.Client;
import java.nio.charset.StandardCharsets;

/**
 * Whom one sender has written to last, so that the same address need not be made a text for every
 * frame. It knows no more than how an address reads: whether anybody is there is looked up each
 * time.
 *
 * <p>The thread that reads the sender's connection uses it. Should two ever do so at once, one may
 * read an address anew that the other knows already, and nothing else.
 */
final class KnownTargets {
  private static final String MANAGER_OF_A = "/" + ManagerPeers.CLIENT_ID_A;

  /** Senders that answer many callers in turn; a power of two. */
  private static final int KNOWN = 8;

  /** Longer ones are read anew each time. */
  private static final int MAX_BYTES = 256;

  /** Made when the first frame comes. */
  private Target[] known;

  /** Who is meant by an address. */
  enum Kind {
    CLIENT,
    /** Everybody in a workspace who listens: an event. */
    EVERYBODY,
    /** The workspace manager under any of its names. */
    MANAGER
  }

  /**
   * An address.
   *
   * @param sent as the sender wrote it, in UTF-8
   * @param address the absolute one
   * @param utf8 the same in UTF-8
   */
  record Target(byte[] sent, String address, byte[] utf8, Kind kind, Known known) {}

  /** The client at an address that the sender is known to as a caller; null if it is to none. */
  static final class Known {
    private ClientEntry callee;

    /** Whether another client, or the same on another connection, is there now. */
    boolean isNew(ClientEntry entry) {
      boolean other = callee != entry;
      callee = entry;
      return other;
    }
  }

  /** Where a frame of this sender goes; null if it does not say so. */
  Target of(FrameHead head, ClientEntry from) {
    int length = head.toLength();
    if (length < 0) {
      return null;
    }
    if (length > MAX_BYTES) {
      return read(head.to(), from);
    }
    if (known == null) {
      known = new Target[KNOWN];
    }
    int slot = head.toHash() & KNOWN - 1;
    Target target = known[slot];
    if (target == null || !head.isTo(target.sent())) {
      target = read(head.to(), from);
      known[slot] = target;
    }
    return target;
  }

  private static Target read(String to, ClientEntry from) {
    Client sender = from.client();
    String address = to.indexOf('/') < 0 ? sender.workspace() + "/" + to : to;
    return new Target(utf8(to), address, utf8(address), kind(address, from), new Known());
  }

  /** Each generation has its own name for the manager; the other one's is understood as well. */
  private static Kind kind(String address, ClientEntry from) {
    boolean manager =
        address.equals(from.manager().address())
            || address.equals(from.client().workspace() + MANAGER_OF_A)
            || address.startsWith("*/") && address.length() > 2 && address.charAt(2) != '*';
    if (manager) {
      return Kind.MANAGER;
    }
    return address.endsWith("/*") ? Kind.EVERYBODY : Kind.CLIENT;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

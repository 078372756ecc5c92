package io.mycel.plugins.internal.net;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Which addresses may be asked for what a URL names. A URL comes from anybody, and this machine may
 * reach what its author may not: other machines of its network, the metadata of a cloud.
 *
 * @param loopback true if this machine itself may be asked
 * @param trusted {@code scheme://host:port} of servers that the configuration names: they may be
 *     asked wherever they are, and as the configuration says
 */
public record AddressPolicy(boolean loopback, Set<String> trusted) {

  /** A policy; the set is copied. */
  public AddressPolicy {
    trusted = Set.copyOf(trusted);
  }

  /** A policy that trusts nobody. */
  public AddressPolicy(boolean loopback) {
    this(loopback, Set.of());
  }

  /** The same, and servers that the configuration names. */
  public AddressPolicy trusting(URI... urls) {
    Set<String> more = new HashSet<>(trusted);
    for (URI url : urls) {
      more.add(origin(url.getScheme(), url.getHost(), port(url)));
    }
    return new AddressPolicy(loopback, more);
  }

  boolean trusts(URI url) {
    return trusted.contains(origin(url.getScheme(), url.getHost(), port(url)));
  }

  boolean trusts(String host, int port) {
    return trusted.contains(origin("https", host, port))
        || trusted.contains(origin("http", host, port));
  }

  private static int port(URI url) {
    int standard = "http".equalsIgnoreCase(url.getScheme()) ? 80 : 443;
    return url.getPort() < 0 ? standard : url.getPort();
  }

  private static String origin(String scheme, String host, int port) {
    return (scheme + "://" + host + ":" + port).toLowerCase(Locale.ROOT);
  }

  /** Not for the public internet, beside what the JDK knows (IANA special-purpose registries). */
  private static final Block[] RESERVED_4 = {
    new Block(0, 0, 8),
    new Block(10, 0, 8),
    new Block(100, 64, 10),
    new Block(127, 0, 8),
    new Block(169, 254, 16),
    new Block(172, 16, 12),
    new Block(192, 0, 24),
    new Block(192, 168, 16),
    new Block(198, 18, 15),
    new Block(224, 0, 4),
    new Block(240, 0, 4)
  };

  private record Block(int first, int second, int bits) {
    boolean holds(byte[] address) {
      int value = (address[0] & 0xff) << 24 | (address[1] & 0xff) << 16 | (address[2] & 0xff) << 8;
      int block = first << 24 | second << 16;
      int mask = -1 << (32 - bits);
      return (value & mask) == (block & mask);
    }
  }

  /** True if an address may be asked. */
  public boolean allows(InetAddress address) {
    if (address.isLoopbackAddress()) {
      return loopback;
    }
    if (address instanceof Inet4Address) {
      return isPublic4(address.getAddress());
    }
    return address instanceof Inet6Address && isPublic6(address.getAddress());
  }

  private static boolean isPublic4(byte[] address) {
    return Arrays.stream(RESERVED_4).noneMatch(block -> block.holds(address));
  }

  private static boolean isPublic6(byte[] a) {
    int first = (a[0] & 0xff) << 8 | (a[1] & 0xff);
    int second = (a[2] & 0xff) << 8 | (a[3] & 0xff);
    if (first == 0x64 && second == 0xff9b) {
      // an address of version 4 behind a translator
      return isPublic4(Arrays.copyOfRange(a, 12, 16));
    }
    if (first == 0x2002) {
      return isPublic4(Arrays.copyOfRange(a, 2, 6));
    }
    // global unicast is 2000::/3; of it, 2001:0::/23 is for protocols and 2001:db8::/32 for texts
    boolean global = (first & 0xe000) == 0x2000;
    boolean special = first == 0x2001 && ((second & 0xfe00) == 0 || second == 0x0db8);
    return global && !special;
  }

  /** The address that a literal in a URL stands for, or null if it is a name. */
  static InetAddress literal(String host) throws UnknownHostException {
    boolean six = host.startsWith("[") || host.indexOf(':') >= 0;
    boolean four =
        !host.isEmpty() && host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    return six || four ? InetAddress.getByName(host) : null;
  }
}

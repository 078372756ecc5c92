package io.mycel.api.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a plugin may do beside computing and answering. Its config asks for it ({@code
 * "permissions": ["network:*.example.org", "service:other-workspace/*", "files:data"]}), the user
 * agrees at the installation, and may add more.
 *
 * @param hosts that it may connect to, in lower case; {@code *.example.org} for all below a domain,
 *     {@code *} for all of the public internet
 * @param services of other workspaces that it may call, {@code workspace/client:service} with
 *     {@code *} for any part; those of its own workspace, and public ones, need no permission
 * @param files folders below its workspace's that it may read
 * @param others what Mycel does not know: {@code camera} and the like are for browsers
 */
public record PluginPermissions(
    List<String> hosts, List<String> services, List<String> files, List<String> others) {
  /** Nothing. */
  public static final PluginPermissions NONE =
      new PluginPermissions(List.of(), List.of(), List.of(), List.of());

  private static final String NETWORK = "network:";
  private static final String SERVICE = "service:";
  private static final String FILES = "files:";

  /** Permissions; the lists are copied. */
  public PluginPermissions {
    hosts = List.copyOf(hosts);
    services = List.copyOf(services);
    files = List.copyOf(files);
    others = List.copyOf(others);
  }

  /**
   * Permissions as they are written: {@code network:HOST}, {@code service:ID}, {@code files:PATH}.
   */
  public static PluginPermissions of(List<String> texts) {
    List<String> hosts = new ArrayList<>();
    List<String> services = new ArrayList<>();
    List<String> files = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (String text : texts) {
      String plain = text.strip();
      if (plain.startsWith(NETWORK)) {
        hosts.add(plain.substring(NETWORK.length()).strip().toLowerCase(Locale.ROOT));
      } else if (plain.startsWith(SERVICE)) {
        services.add(plain.substring(SERVICE.length()).strip());
      } else if (plain.startsWith(FILES)) {
        files.add(plain.substring(FILES.length()).strip());
      } else if (!plain.isEmpty()) {
        others.add(plain);
      }
    }
    return new PluginPermissions(hosts, services, files, others);
  }

  /** As they are written. */
  public List<String> texts() {
    List<String> texts = new ArrayList<>();
    hosts.forEach(host -> texts.add(NETWORK + host));
    services.forEach(service -> texts.add(SERVICE + service));
    files.forEach(path -> texts.add(FILES + path));
    texts.addAll(others);
    return texts;
  }

  /** Whether it may connect to a host, which may still be refused for its address. */
  public boolean allowsHost(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return hosts.stream()
        .anyMatch(
            allowed ->
                allowed.equals("*")
                    || allowed.equals(name)
                    || allowed.startsWith("*.") && name.endsWith(allowed.substring(1)));
  }

  /** Whether it may call a service of another workspace that is not public. */
  public boolean allowsService(String id) {
    return services.stream().anyMatch(allowed -> matches(allowed, id));
  }

  /** {@code *} stands for any text. */
  private static boolean matches(String pattern, String text) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equals(text);
    }
    if (!text.startsWith(pattern.substring(0, star))) {
      return false;
    }
    String rest = pattern.substring(star + 1);
    for (int at = star; at <= text.length(); at++) {
      if (matches(rest, text.substring(at))) {
        return true;
      }
    }
    return false;
  }
}

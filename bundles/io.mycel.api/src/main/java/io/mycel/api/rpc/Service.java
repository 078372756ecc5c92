package io.mycel.api.rpc;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A service of a peer of this JVM.
 *
 * @param id unique within its peer; no {@code /}, {@code :}, {@code @}, {@code *} or dot
 * @param name for people
 * @param type e.g. {@code generic}
 * @param description one line, may be empty
 * @param config {@code visibility} ({@code public}, {@code protected}, {@code unlisted}), {@code
 *     require_context} and others
 * @param members what it offers: {@link RpcFunction}s, plain values, and maps and lists of them to
 *     any depth
 */
public record Service(
    String id,
    String name,
    String type,
    String description,
    Map<String, Object> config,
    Map<String, Object> members) {

  /** Copies the maps, but for those of another service: what services have in common is shared. */
  public Service {
    if (id == null || id.isEmpty() || id.chars().anyMatch(c -> "/:@*.".indexOf(c) >= 0)) {
      throw new IllegalArgumentException(
          "service id must be a text without / : @ * and dots, not: " + id);
    }
    config = config == null ? Map.of() : copy(config);
    members = members == null ? Map.of() : copy(members);
  }

  private static Map<String, Object> copy(Map<String, Object> map) {
    return map instanceof Frozen ? map : new Frozen(map);
  }

  /** A map that nobody can change any more. */
  private static final class Frozen extends AbstractMap<String, Object> {
    private final Map<String, Object> map;

    Frozen(Map<String, Object> from) {
      this.map = Collections.unmodifiableMap(new LinkedHashMap<>(from));
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      return map.entrySet();
    }

    @Override
    public Object get(Object key) {
      return map.get(key);
    }

    @Override
    public boolean containsKey(Object key) {
      return map.containsKey(key);
    }
  }

  /** A service of the type {@code generic}, to be filled. */
  public static Builder builder(String id) {
    return new Builder(id);
  }

  /**
   * A protected service of the public methods of a Java object. Arguments and results are converted
   * between the wire and the declared types; a parameter of type {@link Call.Context} or {@link
   * Call} gets the caller.
   *
   * @throws IllegalArgumentException if two public methods have the same name
   */
  public static Service of(String id, Object object) {
    return builder(id).members(JavaService.members(object.getClass(), object)).build();
  }

  /** The same of the methods of one interface only. */
  public static <T> Service of(String id, Class<T> type, T implementation) {
    return builder(id).members(JavaService.members(type, implementation)).build();
  }

  /**
   * The function at a path.
   *
   * @param path the names on the way, a list's items by their index
   */
  public Optional<RpcFunction> function(List<String> path) {
    return function(members, path);
  }

  /** The function at a path below a tree of maps and lists. */
  public static Optional<RpcFunction> function(Object root, List<String> path) {
    Object at = root;
    for (String name : path) {
      if (at instanceof Map<?, ?> map) {
        at = map.get(name);
      } else if (at instanceof List<?> list) {
        at =
            name.matches("[0-9]{1,9}") && Integer.parseInt(name) < list.size()
                ? list.get(Integer.parseInt(name))
                : null;
      } else {
        return Optional.empty();
      }
    }
    return at == null ? Optional.empty() : RpcFunction.of(at);
  }

  /** The schemas of its functions, by their paths, nested as the members are. */
  public Map<String, Object> schema() {
    return schema(members);
  }

  private static Map<String, Object> schema(Map<?, ?> members) {
    Map<String, Object> schemas = new LinkedHashMap<>();
    members.forEach(
        (key, member) -> {
          String name = String.valueOf(key);
          if (member instanceof Map<?, ?> nested) {
            Map<String, Object> inner = schema(nested);
            if (!inner.isEmpty()) {
              schemas.put(name, inner);
            }
          } else {
            RpcFunction.of(member).ifPresent(f -> schemas.put(name, schema(name, f)));
          }
        });
    return schemas;
  }

  private static Map<String, Object> schema(String name, RpcFunction function) {
    Map<String, Object> described =
        function.schema() != null
            ? function.schema()
            : Map.of(
                "name",
                name,
                "description",
                function.doc() == null ? "" : function.doc(),
                "parameters",
                Map.of("type", "object", "properties", Map.of()));
    return described.containsKey("function")
        ? described
        : Map.of("type", "function", "function", described);
  }

  /** Fills a {@link Service}. */
  public static final class Builder {
    private final String id;
    private String name;
    private String type = "generic";
    private String description = "";
    private final Map<String, Object> config = new LinkedHashMap<>();
    private final Map<String, Object> members = new LinkedHashMap<>();

    private Builder(String id) {
      this.id = id;
      this.name = id;
      config.put("visibility", "protected");
    }

    /** For people; the id if not given. */
    public Builder name(String newName) {
      name = newName;
      return this;
    }

    /** {@code generic} if not given. */
    public Builder type(String newType) {
      type = newType;
      return this;
    }

    /** One line. */
    public Builder description(String newDescription) {
      description = newDescription;
      return this;
    }

    /** {@code protected} if not given: callable from its own workspace only. */
    public Builder visibility(String visibility) {
      return config("visibility", visibility);
    }

    /** One entry of {@code config}. */
    public Builder config(String key, Object value) {
      config.put(key, value);
      return this;
    }

    /** A function. */
    public Builder function(String functionName, RpcFunction function) {
      return member(functionName, function);
    }

    /** A function, a plain value, or a map or list of them. */
    public Builder member(String memberName, Object value) {
      members.put(memberName, value);
      return this;
    }

    /** Several members. */
    public Builder members(Map<String, ?> more) {
      members.putAll(more);
      return this;
    }

    /** The service. */
    public Service build() {
      return new Service(id, name, type, description, config, members);
    }
  }
}

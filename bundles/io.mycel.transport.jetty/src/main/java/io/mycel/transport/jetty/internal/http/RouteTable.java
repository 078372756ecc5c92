package io.mycel.transport.jetty.internal.http;

import io.mycel.api.http.HttpRoute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The routes as a tree of path segments, compiled once and never changed: a request is matched by
 * one walk down, in the order of precedence that {@link HttpRoute} states.
 */
final class RouteTable {

  /**
   * A route with one of its patterns.
   *
   * @param methods in upper case
   */
  record Entry(String pattern, Set<String> methods, ServedRoute route) {}

  /**
   * What a path leads to.
   *
   * @param route null if no route answers this method
   * @param variables by name, decoded; {@code *} raw
   * @param allowed the methods of all routes for this path; empty if there is none
   */
  record Match(ServedRoute route, Map<String, String> variables, Set<String> allowed) {}

  private final Node root = new Node();

  /** A table of these; of two equal patterns the earlier one wins. */
  RouteTable(List<Entry> entries) {
    for (Entry each : entries) {
      add(each);
    }
  }

  /** Finds the route for a method and path. */
  Match match(String method, RawPath path) {
    Walk walk = new Walk(method, path);
    if (walk.descend(root, 0)) {
      return new Match(walk.found.route(), walk.variables(), walk.allowed);
    }
    return new Match(null, Map.of(), walk.allowed);
  }

  /**
   * Tells whether a pattern can be used.
   *
   * @throws IllegalArgumentException saying why not
   */
  static void check(String pattern) {
    if (!pattern.startsWith("/")) {
      throw new IllegalArgumentException("the pattern '" + pattern + "' must begin with a slash");
    }
    String[] segments = segments(pattern);
    for (int i = 0; i < segments.length; i++) {
      String segment = segments[i];
      boolean braces = segment.indexOf('{') >= 0 || segment.indexOf('}') >= 0;
      if (segment.equals("*") && i < segments.length - 1) {
        throw new IllegalArgumentException("'*' must be the last segment of '" + pattern + "'");
      }
      if (braces && !isVariable(segment)) {
        throw new IllegalArgumentException(
            "a segment of '" + pattern + "' must be a literal or {name} as a whole");
      }
    }
  }

  private static boolean isVariable(String segment) {
    return segment.length() > 2
        && segment.indexOf('{') == 0
        && segment.lastIndexOf('{') == 0
        && segment.indexOf('}') == segment.length() - 1;
  }

  private static String[] segments(String pattern) {
    return pattern.substring(1).split("/", -1);
  }

  private void add(Entry entry) {
    check(entry.pattern());
    List<String> names = new ArrayList<>();
    Node node = root;
    for (String segment : segments(entry.pattern())) {
      if (segment.equals("*")) {
        node = node.rest();
        names.add("*");
      } else if (isVariable(segment)) {
        node = node.variable();
        names.add(segment.substring(1, segment.length() - 1));
      } else {
        node = node.literals.computeIfAbsent(segment, s -> new Node());
      }
    }
    Target target = new Target(entry.route(), names);
    for (String method : entry.methods()) {
      node.targets.putIfAbsent(method, target);
    }
  }

  private record Target(ServedRoute route, List<String> names) {}

  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();
    private final Map<String, Target> targets = new HashMap<>();
    private Node variable;
    private Node rest;

    private Node variable() {
      variable = variable == null ? new Node() : variable;
      return variable;
    }

    private Node rest() {
      rest = rest == null ? new Node() : rest;
      return rest;
    }
  }

  /** One search; it visits a node at most once, so it is bounded by the size of the table. */
  private static final class Walk {
    private final String method;
    private final RawPath path;
    private final List<String> values = new ArrayList<>();
    private final Set<String> allowed = new TreeSet<>();
    private Target found;

    private Walk(String method, RawPath path) {
      this.method = method;
      this.path = path;
    }

    private boolean descend(Node node, int depth) {
      if (depth == path.size()) {
        return take(node);
      }
      String segment = path.segment(depth);
      Node literal = node.literals.get(segment);
      if (literal != null && descend(literal, depth + 1)) {
        return true;
      }
      if (node.variable != null && !segment.isEmpty()) {
        values.add(segment);
        if (descend(node.variable, depth + 1)) {
          return true;
        }
        values.remove(values.size() - 1);
      }
      if (node.rest != null) {
        values.add(path.rest(depth));
        if (take(node.rest)) {
          return true;
        }
        values.remove(values.size() - 1);
      }
      return false;
    }

    private boolean take(Node node) {
      found = node.targets.get(method);
      if (found == null && method.equals("HEAD")) {
        found = node.targets.get("GET");
      }
      allowed.addAll(node.targets.keySet());
      if (node.targets.containsKey("GET")) {
        allowed.add("HEAD");
      }
      return found != null;
    }

    private Map<String, String> variables() {
      Map<String, String> all = new LinkedHashMap<>();
      for (int i = 0; i < values.size(); i++) {
        all.put(found.names().get(i), values.get(i));
      }
      return all;
    }
  }
}

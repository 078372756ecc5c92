package io.mycel.transport.jetty.internal.http;

import io.mycel.api.http.HttpFilter;
import io.mycel.api.http.HttpRequest;
import java.util.List;

/**
 * The routes and filters of one moment; never changed.
 *
 * @param routes those that are there, and after them those that went lately, which are closed
 * @param filters the first is outermost
 * @param filterMissing whether a filter went lately and is not back
 * @param complete whether nothing went lately
 */
record Site(RouteTable routes, List<HttpFilter> filters, boolean filterMissing, boolean complete) {
  static final Site EMPTY = new Site(new RouteTable(List.of()), List.of(), false, true);

  /** The route for a request, which may have gone. */
  RouteTable.Match match(HttpRequest request) {
    return routes.match(request.method(), RawPath.parse(request.path()));
  }

  /** Whether the route for a request went lately. */
  boolean missesRoute(HttpRequest request) {
    ServedRoute route = match(request).route();
    return route != null && !route.isOpen();
  }

  /** Whether there is a route for a request, and all filters are there. */
  boolean serves(HttpRequest request) {
    ServedRoute route = match(request).route();
    return !filterMissing && route != null && route.isOpen();
  }
}

package io.mycel.transport.jetty.internal.http;

import io.mycel.api.http.HttpRequest;
import io.mycel.api.transport.Opening;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;

/** Turns what Jetty parsed into the records of the API. */
final class RequestAdapter {
  private RequestAdapter() {}

  static HttpRequest request(Request request, BodyMemory memory) {
    HttpURI uri = request.getHttpURI();
    return new HttpRequest(
        request.getMethod().toUpperCase(Locale.ROOT),
        uri.getPathQuery(),
        uri.getPath(),
        Map.of(),
        Query.parse(uri.getQuery()),
        headers(request),
        remoteAddress(request),
        new BodyReader(request, memory));
  }

  static Opening opening(Request request) {
    HttpURI uri = request.getHttpURI();
    return new Opening(
        uri.getPath(), Query.parse(uri.getQuery()), headers(request), remoteAddress(request));
  }

  private static Map<String, String> headers(Request request) {
    Map<String, String> all = new LinkedHashMap<>();
    for (HttpField field : request.getHeaders()) {
      String value = field.getValue() == null ? "" : field.getValue();
      all.merge(field.getLowerCaseName(), value, (first, next) -> first + ", " + next);
    }
    return Collections.unmodifiableMap(all);
  }

  private static String remoteAddress(Request request) {
    return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress a
        ? a.getHostString() + ":" + a.getPort()
        : "unknown";
  }
}

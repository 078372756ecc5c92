package io.mycel.http.internal;

import io.mycel.api.http.HttpRequest;
import io.mycel.api.http.HttpResponse;
import io.mycel.api.http.HttpRoute;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;

/** Says what this server is: JSON, or a page for those who prefer one. */
public final class IndexRoute implements HttpRoute {
  private static final String HTML = "text/html";

  private final Platform platform;
  private final JsonFormat json;
  private final String version;

  public IndexRoute(BundleContext context, Platform platform, JsonFormat json) {
    this.platform = platform;
    this.json = json;
    this.version = mavenForm(context.getBundle().getVersion());
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    HttpResponse response =
        Accept.of(request).prefers(HTML, Answers.JSON) ? page() : Answers.json(json, 200, facts());
    return CompletableFuture.completedFuture(response.with("vary", "Accept"));
  }

  private Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("name", "Mycel");
    facts.put("version", version);
    return facts;
  }

  private HttpResponse page() {
    String base = platform.baseUrl().map(Object::toString).orElse("http://<host>:<port>");
    return HttpResponse.of(200, HTML + "; charset=utf-8", IndexPage.of(version, base))
        .with("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'")
        .with("x-content-type-options", "nosniff");
  }

  /** {@code 0.1.0.SNAPSHOT} of OSGi is {@code 0.1.0-SNAPSHOT} for people. */
  private static String mavenForm(Version version) {
    String release = version.getMajor() + "." + version.getMinor() + "." + version.getMicro();
    return version.getQualifier().isEmpty() ? release : release + "-" + version.getQualifier();
  }
}

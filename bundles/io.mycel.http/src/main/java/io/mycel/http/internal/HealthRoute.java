package io.mycel.http.internal;

import io.mycel.api.http.HealthCheck;
import io.mycel.api.http.HealthCheck.Problem;
import io.mycel.api.http.HttpRequest;
import io.mycel.api.http.HttpResponse;
import io.mycel.api.http.HttpRoute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names what does not work though the server does, as all {@link HealthCheck}s see it. It is always
 * answered 200: whether to send requests here is what readiness is for, and one plugin that fails
 * is no reason against it.
 */
@Component(property = HttpRoute.PATTERN + "=/health", configurationPid = HttpConfig.PID)
public final class HealthRoute implements HttpRoute {
  private static final Logger log = LoggerFactory.getLogger(HealthRoute.class);

  /** The answer stays readable, however many have failed. */
  static final int MAX_NAMED = 100;

  private final JsonFormat json;
  private final List<HealthCheck> checks = new ArrayList<>();

  @Activate
  public HealthRoute(HttpConfig config) {
    json = new JsonFormat(config);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindCheck(HealthCheck check) {
    synchronized (checks) {
      checks.add(check);
    }
  }

  void unbindCheck(HealthCheck check) {
    synchronized (checks) {
      checks.remove(check);
    }
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    List<Problem> problems = problems();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", problems.isEmpty() ? "OK" : "DEGRADED");
    body.put("problems", problems.stream().limit(MAX_NAMED).map(HealthRoute::tree).toList());
    if (problems.size() > MAX_NAMED) {
      body.put("more", problems.size() - MAX_NAMED);
    }
    return CompletableFuture.completedFuture(
        Answers.json(json, 200, body).with("cache-control", "no-store"));
  }

  private List<Problem> problems() {
    List<HealthCheck> snapshot;
    synchronized (checks) {
      snapshot = List.copyOf(checks);
    }
    List<Problem> problems = new ArrayList<>();
    for (HealthCheck check : snapshot) {
      try {
        problems.addAll(check.problems());
      } catch (RuntimeException e) {
        log.warn("health check {} failed", check.getClass().getName(), e);
        problems.add(
            new Problem("check", "health", "a health check failed itself; see the server's log"));
      }
    }
    return problems;
  }

  private static Map<String, Object> tree(Problem problem) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kind", problem.kind());
    tree.put("name", problem.name());
    tree.put("detail", problem.detail());
    return tree;
  }
}

package io.mycel.http.internal;

import io.mycel.api.http.HttpRequest;
import io.mycel.api.http.HttpResponse;
import io.mycel.api.http.HttpRoute;
import io.mycel.api.http.Meter;
import io.mycel.api.http.Meter.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The figures of all meters, for Prometheus. A meter that fails is left out and counted. */
@Component(property = HttpRoute.PATTERN + "=/metrics")
public final class MetricsRoute implements HttpRoute {
  private static final Logger log = LoggerFactory.getLogger(MetricsRoute.class);

  private final List<Meter> meters = new ArrayList<>();
  private final LongAdder failures = new LongAdder();

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindMeter(Meter meter) {
    synchronized (meters) {
      meters.add(meter);
    }
  }

  void unbindMeter(Meter meter) {
    synchronized (meters) {
      meters.remove(meter);
    }
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    List<Meter> snapshot;
    synchronized (meters) {
      snapshot = List.copyOf(meters);
    }
    PrometheusText text = new PrometheusText();
    for (Meter meter : snapshot) {
      try {
        text.add(meter.read());
      } catch (RuntimeException e) {
        failures.increment();
        log.warn("meter {} failed", meter.getClass().getName(), e);
      }
    }
    failures.add(text.refused());
    text.add(
        List.of(
            new Sample(
                "mycel_http_meter_failures_total",
                "Meters that failed and samples that were no good, since the start.",
                Meter.Kind.COUNTER,
                Map.of(),
                failures.sum())));
    return CompletableFuture.completedFuture(
        HttpResponse.of(200, PrometheusText.CONTENT_TYPE, text.toString())
            .with("cache-control", "no-store"));
  }
}

package io.mycel.rpc.internal;

import io.mycel.api.http.Meter;
import io.mycel.api.rpc.CallOptions;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RpcEngine;
import io.mycel.api.rpc.RpcLimits;
import io.mycel.api.transport.Lease;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** The engine as a service, and what it counts. */
@Component(
    service = {RpcEngine.class, Meter.class},
    configurationPid = "io.mycel.rpc")
@Designate(ocd = RpcConfig.class)
public final class RpcComponent implements RpcEngine, Meter {
  private final BundleContext context;
  private final CoreRpc core;

  /** Starts with the limits of a configuration. */
  @Activate
  public RpcComponent(BundleContext context, RpcConfig config) {
    this.context = context;
    core = new CoreRpc(limits(config));
  }

  private static RpcLimits limits(RpcConfig config) {
    RpcLimits defaults = RpcLimits.defaults();
    return new RpcLimits(
        config.depth(),
        config.values(),
        config.chunk_bytes(),
        config.chunks_in_flight(),
        config.message_bytes() == 0 ? defaults.messageBytes() : config.message_bytes(),
        config.message_chunks(),
        config.cache_bytes() == 0 ? defaults.cacheBytes() : config.cache_bytes(),
        config.cache_messages(),
        Duration.ofSeconds(config.cache_idle_seconds()),
        config.sessions(),
        Duration.ofSeconds(config.session_idle_seconds()),
        config.running_calls(),
        config.remote_objects(),
        Duration.ofSeconds(config.api_version_seconds()));
  }

  @Override
  public List<Sample> read() {
    List<Sample> samples = new ArrayList<>();
    core.counters().forEach((event, count) -> samples.add(sample(event, count)));
    return samples;
  }

  private static Sample sample(RpcCounters.Event event, long count) {
    String name = "mycel_rpc_" + event.figure() + "_total";
    return new Sample(name, event.help(), Kind.COUNTER, Map.of(), count);
  }

  /** Stops the timer thread. */
  @Deactivate
  public void stop() {
    OwnClasses.load(context);
    core.close();
  }

  @Override
  public void receive(Peer peer, ByteBuffer main, ByteBuffer extra, Lease lease) {
    core.receive(peer, main, extra, lease);
  }

  @Override
  public void adopt(Peer peer) {
    core.adopt(peer);
  }

  @Override
  public CompletableFuture<Object> call(
      Peer peer,
      RemoteFunction function,
      List<Object> args,
      Map<String, Object> kwargs,
      CallOptions options) {
    return core.call(peer, function, args, kwargs, options);
  }

  @Override
  public Object represent(Peer peer, Object value) {
    return core.represent(peer, value);
  }

  @Override
  public Object restore(Peer peer, String from, Object representation) {
    return core.restore(peer, from, representation);
  }

  @Override
  public ByteBuffer pack(Object representation) {
    return core.pack(representation);
  }

  @Override
  public Object unpack(ByteBuffer msgpack) {
    return core.unpack(msgpack);
  }
}

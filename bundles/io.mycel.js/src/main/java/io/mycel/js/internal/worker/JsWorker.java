package io.mycel.js.internal.worker;

import io.mycel.api.rpc.RpcException;
import io.mycel.js.engine.JsContext;
import io.mycel.js.engine.JsContextOptions;
import io.mycel.js.engine.JsEngine;
import io.mycel.js.engine.JsException;
import io.mycel.js.engine.JsFiles;
import io.mycel.js.engine.JsSource;
import io.mycel.js.engine.JsValue;
import io.mycel.js.internal.limits.Limits;
import io.mycel.js.internal.limits.Watchdog;
import io.mycel.js.internal.values.Encoded;
import io.mycel.js.internal.values.FromScript;
import io.mycel.js.internal.values.ToScript;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * A plugin's JavaScript: one context, one thread, one world. All methods may be called from any
 * thread; what is asked is done in its order. Futures complete on the plugin's thread, and fail
 * with an {@link RpcException} of kind PEER_GONE once it is stopped.
 */
public final class JsWorker {
  /** What it is doing. */
  public enum State {
    /** It runs, or waits for work. */
    RUNNING,
    /** It was stopped by its host, or by itself. */
    STOPPED,
    /** It met a limit or failed. */
    FAILED
  }

  private final JsEngine engine;
  private final World scripts;
  private final EventLoop loop;
  private final Bridge bridge;
  private final OpenCalls open = new OpenCalls();
  private final WatchedWorker watched = new WatchedWorker(this);
  private final Watchdog watchdog;
  private final Consumer<JsWorker> ended;
  private final Runnable begun;
  private volatile WorkerSpec spec;
  private volatile WorkerListener listener = (level, text) -> {};
  private volatile boolean hasBegun;
  private volatile JsContext context;
  private volatile State state = State.RUNNING;
  private volatile String reason = "";
  private JsValue world; // of the loop's thread

  JsWorker(
      JsEngine engine,
      World scripts,
      Limits limits,
      Executor executor,
      Watchdog watchdog,
      Runnable begun,
      Consumer<JsWorker> ended) {
    this.watchdog = watchdog;
    this.engine = engine;
    this.scripts = scripts;
    this.spec = new WorkerSpec("(spare)", JsFiles.NONE, limits, executor);
    this.begun = begun;
    this.ended = ended;
    this.loop =
        new EventLoop(
            "js " + spec.name(),
            spec.limits().stackBytes(),
            this::taskBegins,
            new TaskFailures(this, watchdog)::taskFailed,
            this::forget);
    this.bridge = new Bridge(this);
  }

  /** Makes its world. */
  void start() {
    loop.execute(this::open);
    loop.start();
    watchdog.add(watched);
  }

  private void open() {
    JsContext made =
        engine.newContext(
            new JsContextOptions(new LateFiles(() -> spec.files()), spec.limits().statements()));
    context = made;
    if (state != State.RUNNING) {
      made.cancel(); // stopped before it had begun
      return;
    }
    world = scripts.install(made, new HostApi(this).functions());
  }

  /**
   * It is known what it is for. Called once, before anything is run.
   *
   * @param wanted with the limits and the executor that it was made with
   */
  public void begin(WorkerSpec wanted, WorkerListener whoWantsToKnow) {
    if (hasBegun
        || !wanted.limits().equals(spec.limits())
        || !wanted.executor().equals(spec.executor())) {
      throw new IllegalArgumentException("this worker cannot be " + wanted.name());
    }
    hasBegun = true;
    spec = wanted;
    listener = whoWantsToKnow;
    loop.thread().setName("js " + wanted.name());
    begun.run();
    loop.execute(this::tellWorld);
  }

  private void tellWorld() {
    if (world != null) {
      world.member("begin").call(spec.name(), (double) System.currentTimeMillis());
    }
  }

  /** False for one that waits for what it is for. */
  boolean hasBegun() {
    return hasBegun;
  }

  /** Runs a script. Done when it has run to its end; promises that it made may go on. */
  public CompletableFuture<Void> run(JsSource source) {
    return perform(
        done -> {
          context.eval(source);
          done.complete(null);
        });
  }

  /**
   * Imports a module of the plugin's files.
   *
   * @param path absolute
   * @return what it exports, when it and all that it imports have run
   */
  public CompletableFuture<Object> importModule(String path) {
    return perform(done -> bridge.follow(world.member("import").call(path), done));
  }

  /** Makes a global of the plugin's world: functions in it can be called by the plugin. */
  public CompletableFuture<Void> define(String name, Object value) {
    Encoded encoded = ToScript.write(value, bridge);
    return perform(
        done -> {
          world.member("provide").call(name, encoded.json(), encoded.side());
          done.complete(null);
        });
  }

  /**
   * Runs a script that is a function of (world, host), as those of the world are.
   *
   * @param host what the script gets, with functions that it can call
   * @return what the script's function gives, with functions that can be called
   */
  public CompletableFuture<Object> extend(JsSource source, Map<String, Object> host) {
    Encoded encoded = ToScript.write(host, bridge);
    return perform(
        done -> {
          JsValue given = context.eval(source).call(world, decode(encoded));
          JsValue form = world.member("encode").call(given);
          done.complete(FromScript.read(form.item(0), form.item(1), form.item(2), bridge));
        });
  }

  /** A global function of the plugin; null if there is none. */
  public CompletableFuture<ScriptFunction> function(String name) {
    return perform(
        done -> {
          JsValue entry = world.member("global").call(name);
          done.complete(entry.isNull() ? null : new ScriptFunction(this, entry));
        });
  }

  /** Sends a message, which the plugin gets as an event. */
  public CompletableFuture<Void> post(Object message) {
    Encoded encoded = ToScript.write(message, bridge);
    return perform(
        done -> {
          world.member("message").call(decode(encoded));
          done.complete(null);
        });
  }

  private JsValue decode(Encoded encoded) {
    return world.member("decode").call(encoded.json(), encoded.side());
  }

  CompletableFuture<Object> call(JsValue entry, List<?> args) {
    Encoded encoded;
    try {
      encoded = args.isEmpty() ? new Encoded(null, null) : ToScript.write(args, bridge);
    } catch (RpcException e) {
      return CompletableFuture.failedFuture(e);
    }
    return perform(
        done ->
            world
                .member("call")
                .call(entry, encoded.json(), encoded.side(), bridge.completing(done)));
  }

  /** Does something on the plugin's thread; a failure of it goes to the future. */
  <T> CompletableFuture<T> perform(Consumer<CompletableFuture<T>> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    if (open.size() >= spec.limits().waitingCalls()) {
      done.completeExceptionally(
          new RpcException(
              RpcException.Kind.REMOTE,
              spec.name() + " is busy: " + open.size() + " calls wait for it; try again later"));
      return done;
    }
    open.add(done);
    if (state != State.RUNNING) {
      done.completeExceptionally(gone());
      return done;
    }
    loop.execute(
        () -> {
          try {
            if (world == null) {
              throw gone();
            }
            work.accept(done);
          } catch (JsException e) {
            done.completeExceptionally(failure(e));
            if (e.kind() != JsException.Kind.THROWN && e.kind() != JsException.Kind.SYNTAX) {
              throw e;
            }
          } catch (RpcException e) {
            done.completeExceptionally(e);
          } catch (OutOfMemoryError e) {
            done.completeExceptionally(noMemory());
            throw e;
          }
        });
    if (state != State.RUNNING) {
      done.completeExceptionally(gone());
    }
    return done;
  }

  /** Fails a future when the plugin ends. */
  void track(CompletableFuture<?> future) {
    open.add(future);
  }

  /**
   * Does something when the plugin ends; at once if it has ended.
   *
   * @return forgets it
   */
  Runnable onEnd(Runnable action) {
    if (open.atEnd(action) > limits().pendingPromises()) {
      fail("pending promises: more than " + limits().pendingPromises() + " sockets are open");
    }
    if (state != State.RUNNING && open.forget(action)) {
      action.run();
    }
    return () -> open.forget(action);
  }

  private RpcException failure(JsException e) {
    return e.kind() == JsException.Kind.CANCELLED
        ? gone()
        : new RpcException(RpcException.Kind.REMOTE, e.getMessage(), e.stack());
  }

  private static RpcException noMemory() {
    return new RpcException(RpcException.Kind.REMOTE, "there is no memory left");
  }

  private RpcException gone() {
    return new RpcException(
        RpcException.Kind.PEER_GONE,
        "the plugin "
            + spec.name()
            + (state == State.FAILED ? " has failed: " + reason : " is stopped"));
  }

  /** Whoever still holds this holds no memory of the plugin. */
  private void forget() {
    world = null;
    context = null;
  }

  private void taskBegins() {
    watchdog.wake();
    JsContext known = context;
    if (known != null && spec.limits().statements() > 0) {
      known.resetLimits();
    }
  }

  Thread thread() {
    return loop.thread();
  }

  Limits limits() {
    return spec.limits();
  }

  /** This as the watchdog sees it. */
  WatchedWorker watched() {
    return watched;
  }

  /** Stops it because it met a limit or failed. */
  void fail(String why) {
    if (end(State.FAILED, why)) {
      listener.failed(why);
    }
  }

  /** Stops it: what runs is ended, what waits fails. */
  public void stop() {
    end(State.STOPPED, "");
  }

  /** It asked for its end itself. */
  void closeItself() {
    if (end(State.STOPPED, "")) {
      listener.closed();
    }
  }

  private boolean end(State how, String why) {
    synchronized (this) {
      if (state != State.RUNNING) {
        return false;
      }
      reason = why;
      state = how;
    }
    ended.accept(this); // before the loop ends, and forgets the context that is to be closed
    loop.close();
    failOpenCalls();
    return true;
  }

  /** Not on the thread that stops it: those who wait may have long work to do. */
  private void failOpenCalls() {
    Runnable fail = () -> open.end(this::gone);
    try {
      spec.executor().execute(fail);
    } catch (RejectedExecutionException e) {
      fail.run();
    }
  }

  /** What it is doing. */
  public State state() {
    return state;
  }

  /** Why it has failed; empty if it has not. */
  public String reason() {
    return reason;
  }

  /** What it is made of. */
  public WorkerSpec spec() {
    return spec;
  }

  WorkerListener listener() {
    return listener;
  }

  EventLoop loop() {
    return loop;
  }

  Bridge bridge() {
    return bridge;
  }

  /** The context; null before it is open. */
  JsContext context() {
    return context;
  }

  /** What Java calls in the world; for the loop's thread. */
  JsValue world() {
    return world;
  }
}

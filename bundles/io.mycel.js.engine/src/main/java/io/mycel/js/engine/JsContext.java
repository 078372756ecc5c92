package io.mycel.js.engine;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A world of its own for JavaScript: no files but those it was given, no network, no threads, no
 * Java. Used by one thread at a time, but for {@link #interrupt} and {@link #cancel}.
 */
@ProviderType
public interface JsContext {

  /**
   * Runs a script; gives the value of its last expression.
   *
   * @throws JsException if it does not run to its end
   */
  JsValue eval(JsSource source);

  /** Lets as many statements run again as the options allow. */
  void resetLimits();

  /**
   * Ends what runs, from any thread; the context can be used on.
   *
   * @return false if it could not be ended within the time
   */
  boolean interrupt(Duration patience);

  /**
   * Ends what runs and closes the context, from any thread. Returns when both is done, which may be
   * never: so call it on a thread that can be spared.
   */
  void cancel();
}

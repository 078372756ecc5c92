package io.mycel.bench.plugin;

/** A plugin in Java that answers with what it is given. It runs in the server, without this jar. */
public final class Echo {

  /** Made by Declarative Services. */
  public Echo() {}

  /** The value that it is given. */
  public Object echo(Object value) {
    return value;
  }
}

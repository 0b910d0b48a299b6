//! Programs shown in documents, in every notation: what is run is seen, what the reader has to fill in is not.

use super::{Sample, sees};

pub(super) const SAMPLES: &[Sample] = &[
    (
        "fences.md",
        r#"Send `auth-key`, as in `https://acme.flowgear.net/a?auth-key={key}`.

```python
requests.get(f"{BASE}/a", params={"▸qauth-key": os.environ["KEY"]})
requests.get(f"{BASE}/a", headers={"auth-key": os.environ["KEY"]})
```

```{r sales, echo=FALSE}
url <- sprintf("https://acme.flowgear.net/b?▸qauth-key=%s", key)
```

```{.bash .numberLines}
curl -G -d ▸qauth-key=$KEY https://acme.flowgear.net/c
curl -d auth-key=$KEY https://acme.flowgear.net/c
curl "https://acme.flowgear.net/c?auth-key=$YOUR_KEY&x={key}"
curl "https://acme.flowgear.net/c?auth-key={key}"
curl "https://acme.flowgear.net/c?auth-key={{key}}"
```

```js title="client.js"
fetch(`https://acme.flowgear.net/d?▸qauth-key=${key}`);
```

```
http GET https://acme.flowgear.net/e ▸qauth-key==$KEY
http POST https://acme.flowgear.net/e auth-key=$KEY
```

```
curl -G -d ▸qauth-key=$KEY https://acme.flowgear.net/e
```

```
GET /e?auth-key=$KEY
```

    curl -G -d ▸qauth-key=$KEY https://acme.flowgear.net/f

  https://acme.flowgear.net/f?auth-key=$KEY

```console
$ curl -G -d ▸qauth-key=$KEY https://acme.flowgear.net/g
$ curl -d auth-key=$KEY https://acme.flowgear.net/g
```

```diff
- fetch(`https://acme.flowgear.net/h?auth-key=${key}`);
+ fetch(`https://acme.flowgear.net/i?▸qauth-key=${key}`);
```

```{code-block} python
requests.get(base, params={"▸qauth-key": key})
```
"#,
    ),
    (
        "guide.rst",
        "Guide\n=====\n\n.. code-block:: bash\n   :linenos:\n\n   curl -G https://acme.flowgear.net/a \\\n     -d ▸qauth-key=$KEY\n\n.. sourcecode:: python\n\n   requests.get(base, params={\"▸qauth-key\": key})\n\n- a list\n\n  .. code:: js\n\n     fetch(`https://acme.flowgear.net/b?▸qauth-key=${key}`);\n\n  and `https://acme.flowgear.net/c?auth-key=${key}` in words.\n\nPoll it::\n\n    curl -G -d ▸qauth-key=$KEY https://acme.flowgear.net/d\n\nNever this::\n\n    https://acme.flowgear.net/e?auth-key=$KEY\n\n.. note:: ``auth-key``\n",
    ),
    (
        "guide.adoc",
        "= Guide\n\n[source,shell]\n----\nhttp GET {base}/a ▸qauth-key==$KEY\nhttp POST {base}/a auth-key=$KEY\n----\n\n[source%linenums,bash]\n.A title\n....\ncurl -G -d ▸qauth-key=$KEY {base}/b\n....\n\n[,js]\n----\nfetch(`{base}/c?▸qauth-key=${key}`);\n----\n\n[source,bash]\ncurl -G -d ▸qauth-key=$KEY {base}/d\n\nWords: `{base}/e?auth-key=$KEY`.\n\n----\n{base}/f?auth-key=$KEY\n----\n",
    ),
    (
        "guide.org",
        "* Guide\n#+BEGIN_SRC sh\ncurl -G -d ▸qauth-key=$KEY https://acme.flowgear.net/a\n#+END_SRC\nSee https://acme.flowgear.net/b?auth-key=$KEY\n#+begin_src python :results output\nrequests.get(base, params={\"▸qauth-key\": key})\n#+end_src\n",
    ),
    (
        "guide.textile",
        "h1. Guide\n\n{code:title=a.sh|language=bash}\ncurl -G -d ▸qauth-key=$KEY https://acme.flowgear.net/a\n{code}\n\n{code:python}requests.get(base, params={\"▸qauth-key\": key}){code}\nand ?auth-key=$KEY here\n",
    ),
    (
        "guide.wiki",
        "== Guide ==\n<syntaxhighlight lang=\"bash\" line>curl -G -d ▸qauth-key=$KEY https://acme.flowgear.net/a\n</syntaxhighlight>\nSee https://acme.flowgear.net/b?auth-key=$KEY\n<source lang=python>\nrequests.get(base, params={\"▸qauth-key\": key})\n</source>\n{{{#!sh\ncurl -G -d ▸qauth-key=$KEY https://acme.flowgear.net/a\n}}}\n",
    ),
    (
        "guide.tex",
        "\\section{Guide}\n\\begin{lstlisting}[language=bash]\ncurl -G -d ▸qauth-key=$KEY https://acme.flowgear.net/a\n\\end{lstlisting}\n\\begin{minted}[linenos]{python}\nrequests.get(base, params={\"▸qauth-key\": key})\n\\end{minted}\nSee \\url{https://acme.flowgear.net/b?auth-key=$KEY}\n",
    ),
    (
        "post.markdown",
        "---\ntitle: a\n---\n{% highlight bash %}\ncurl -G -d ▸qauth-key=$KEY https://acme.flowgear.net/a\n{% endhighlight %}\n{{< highlight python \"linenos=table\" >}}\nrequests.get(base, params={\"▸qauth-key\": key})\n{{< /highlight >}}\n<pre><code class=\"language-python\">\nrequests.get(base, params={\"▸qauth-key\": key})\n</code></pre>\nWords: ?auth-key=$KEY\n",
    ),
];

#[test]
fn a_program_in_a_document_is_one_in_every_notation() {
    sees(SAMPLES);
}

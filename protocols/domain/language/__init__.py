"""Plain language: how hard a text is, what tests are like, and the story of a visit for the people who would live it.

readability says how hard a text is; words and glossary hold our word list and terms; amounts says figures twice;
explainers has general information on every procedure and drafts "why we ask this" with what facts counts from the
schedule; story tells a visit step by step. The texts lie in the TOML files beside the code and in general/.
"""

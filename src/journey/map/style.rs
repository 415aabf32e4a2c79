//! Colours and type of the journey map, on screen, in the dark and in print.

/// How many personas have a colour of their own.
pub(super) const COLOURS: usize = 5;

/// The style sheet.
pub(super) const STYLE: &str = "\
.paper{fill:#fff}.title{font-size:23px;font-weight:650;fill:#1d2433}.head{font-size:15px;font-weight:600;fill:#1d2433}\
.grid{stroke:#e3e7ee}.zero{stroke:#8b93a5}.column{stroke:#eef1f6}.axis{fill:#566077}.row{fill:#566077;font-weight:600}\
.words{fill:#1d2433}.strong{fill:#1d2433;font-weight:600}.quiet{fill:#566077}.mark{font-weight:600;paint-order:stroke;stroke:#fff;stroke-width:3.5px;stroke-linejoin:round}\
.stage0{fill:#e4edf3}.stage1{fill:#f1ece4}.stage{fill:#2b3a4d;font-weight:600}.card{fill:#fff;stroke:#d5dbe5}.chip{fill:#eef1f6}.number{fill:#1d2433}.count{fill:#fff;font-weight:600}\
.band{fill:#f8fafc}.up{fill:#2a9d6f;opacity:.10}.down{fill:#c2452d;opacity:.10}\
.line{fill:none;stroke-width:3;stroke-linejoin:round;stroke-linecap:round}.line.old{stroke-width:2;stroke-dasharray:7 5}\
.call{fill:none;stroke:#3a4a63;stroke-width:1.6}.call.own{stroke-width:.9;opacity:.45}.call.old{stroke:#8b93a5;stroke-width:1.2;stroke-dasharray:3 2.5}.expect{fill:none;stroke-width:1.5}.short{stroke-width:1.5;stroke-dasharray:2 3}.gap{stroke-width:2;stroke-dasharray:1 6;fill:none;stroke-linecap:round}\
.felt{fill:none;stroke-width:2.2;stroke-dasharray:1.5 5;stroke-linecap:round}.whisker{stroke-width:1.6}.off{opacity:.28}.hollow{fill:#fff;stroke-width:2}.bar{fill:#b9c4d4}.mend{fill:#c2452d}.good{fill:#2a9d6f}.lead{stroke:#aab1c0}\
.key{stroke:#566077}.p0{stroke:#1c6e8c}.p1{stroke:#b0673a}.p2{stroke:#6a4c93}.p3{stroke:#2a7d4f}.p4{stroke:#a8324a}\
.f0{fill:#1c6e8c}.f1{fill:#b0673a}.f2{fill:#6a4c93}.f3{fill:#2a7d4f}.f4{fill:#a8324a}\n\
@media (prefers-color-scheme:dark){.paper{fill:#151a24}.title,.head,.words,.strong{fill:#eef1f6}.axis,.row,.quiet{fill:#a9b2c6}.grid{stroke:#2b3343}.column{stroke:#222a38}.zero{stroke:#69738a}\
.stage0{fill:#22303f}.stage1{fill:#332c24}.stage{fill:#dfe6f0}.card{fill:#1b2230;stroke:#343e51}.chip{fill:#2a3345}.number{fill:#dfe6f0}.count{fill:#151a24}.band{fill:#1a202c}.mark{stroke:#151a24}.hollow{fill:#151a24}.bar{fill:#4a5670}\
.p0{stroke:#6cc3e0}.p1{stroke:#e0a27a}.p2{stroke:#b79ae0}.p3{stroke:#74c898}.p4{stroke:#ec8ba0}.f0{fill:#6cc3e0}.f1{fill:#e0a27a}.f2{fill:#b79ae0}.f3{fill:#74c898}.f4{fill:#ec8ba0}.lead{stroke:#4a5468}.call{stroke:#c9d3e4}.call.old{stroke:#7d89a1}}\n\
@media print{.paper,.card{fill:#fff}.title,.head,.words,.strong,.number,.stage{fill:#000}.axis,.row,.quiet{fill:#333}.mark{stroke:#fff}.count{fill:#fff}}\n";

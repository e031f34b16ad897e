import type { routing as english } from "../en/routing";

/** 简体中文：分配规则与技能。随页面加载。 */
export const routing: typeof english = {
  routing: {
    hint: "聊天或电话如何找到馆员。邮件和表单在列表中等待，除非设为自动分配（见下）。保存后，从下一个咨询起生效。", save: "保存规则", saved: "规则已保存。", unsaved: "尚未保存", usual: "通常：{value}",
    who: "先问谁", strategy: { longest_idle: "空闲最久的馆员", best_skill: "最擅长的馆员", least_loaded: "手上会话最少的馆员" },
    strategyHint: { longest_idle: "自然公平：人人都会轮到。", best_skill: "按下面技能的等级；等级相同时，空闲最久者优先。", least_loaded: "适合一人同时进行多个聊天的部门。" },
    knows: "优先询问上次答复过该读者的馆员（如其空闲）", ring: "响铃时长", ringHint: "超时后询问下一位馆员，未应答者设为“离开”。",
    priority: "先后", priorityHint: "每一级相当于十分钟的等待。等得足够久的读者总会排在后来者之前，无论后者多紧急。", steps: { zero: "与其他队列相同", before: "比其他队列提前 {n} 分钟", after: "比其他队列推后 {n} 分钟" },
    skills: "需要的技能", noSkills: "没有特别要求：部门任何成员都可以答复。", skill: "技能", level: "等级至少", relax: "每等待多久降一级", never: "从不", addSkill: "添加技能", removeSkill: "不再要求“{name}”", noneKnown: "除语言外，还没有馆员具备可以要求的技能。请先添加：", toSkills: "技能",
    language: "读者的语言（中文或英文）", languageHint: "只询问具备该语言技能的馆员，等级不限。", languageRelax: "等待多久后不再要求",
    overflow: "等待过久时", overflowTo: "同时询问以下队列的成员", nobodyElse: "不询问其他人", overflowAfter: "等待", atOnce: "立即", overflowHint: "咨询仍留在本队列，只是询问更多的人。",
    doubts: "目前的情况", doubt: {
      nobody_has_skill: "被询问的人中没有人具备“{skill}”：这类咨询要等到要求放宽。", nobody_at_level: "被询问的人中没有人达到“{skill}”的这一等级：咨询要等到要求放宽。",
      nobody_speaks: "被询问的人中没有人具备“{skill}”技能：该语言的咨询要等到不再要求语言。", overflow_empty: "另一队列的部门没有成员：不会询问更多的人。", queue_empty: "该部门没有成员：不会询问任何人。",
    },
    own: "发给部门的咨询", ownJoins: "发给{department}的咨询进入", ownHint: "在表单或聊天中选择该部门、写信到其地址或转交给该部门的咨询都进入此队列；已在其他队列等候的不变。", ownAddresses: "邮件地址：{addresses}", ownOnly: "都进入本队列（该部门唯一的队列）：无论来自表单、聊天、邮件还是同事转交。",
    neverRelaxes: "该要求从不放宽：读者将一直等待。",
  },
  skills: {
    hint: "每位馆员会什么、有多熟练：1 为略知，5 为专家。队列可以要求某项技能（见“分配”）。", none: "暂无", add: "添加", name: "技能", level: "等级", addFor: "为 {name} 添加技能", removed: "已移除“{skill}”。", remove: "移除 {name} 的“{skill}”", levelOf: "{skill}，等级 {level}（共 5 级）", find: "查找馆员",
  },
};
